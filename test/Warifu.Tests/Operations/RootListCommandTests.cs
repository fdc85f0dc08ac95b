using System.Text.Json;
using Warifu.Authority;
using Warifu.Authority.Status;
using Warifu.Pki.Certificates;
using Warifu.Pki.Status;
using Warifu.Tests.Authority;
using Warifu.Tests.Pki;
using Warifu.Tests.Postgres;
using Warifu.Wire.Registration;
using OcspRequestTests = Warifu.Tests.Pki.Status.OcspRequestTests;

namespace Warifu.Tests.Operations;

/// <summary>The root's side: its next list ahead of the end of the last, and the end of an issuing authority.</summary>
public sealed class RootListCommandTests(TestCluster cluster) : IAsyncLifetime
{
    private TestAuthority authority = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => authority = await TestAuthority.HeldAsync(cluster);

    public ValueTask DisposeAsync() => authority.DisposeAsync();

    [Fact]
    public async Task The_next_list_of_the_root_is_one_command_a_year()
    {
        using var program = new WarifuProgram(authority.Settings);

        var second = await program.RunAsync("root-list", "--yes", "--held-by", "A");
        var third = await program.RunAsync("root-list", "--yes", "--held-by", "A", "--root", "root");

        Assert.True(second.Code == 0, second.Errors);
        Assert.True(third.Code == 0, third.Errors);
        await using var office = await authority.OpenAsync();
        var list = (await office.Crls.CurrentAsync("root", CrlRow.Full, Cancel))!;
        Assert.Equal((3, 0), (list.Number, list.Entries));
        using var judge = Judge.Call("openssl");
        judge.Lay("root.crl", list.Der);
        judge.Lay("root.pem", Judge.Pem("CERTIFICATE", office.Root.Der.Span));
        var (code, words) = await judge.Ask("crl", "-inform", "DER", "-in", "root.crl", "-CAfile", "root.pem", "-noout", "-text");
        Assert.True(code == 0, words);
        Assert.Contains("verify OK", words, StringComparison.Ordinal);
        Assert.Matches(@"X509v3 CRL Number:\s+3\s", words);
    }

    [Fact]
    public async Task A_revoked_issuing_authority_takes_its_certificates_with_it_and_nothing_is_answered_for_it()
    {
        using var program = new WarifuProgram(authority.Settings);
        await using var running = await authority.OpenAsync();
        var issued = await IssueAsync(running);
        await running.Answers.AnswerAsync(Question(running, issued), Cancel);
        var issuingList = (await running.Crls.CurrentAsync("asagiri-g1", CrlRow.Full, Cancel))!.Der;
        Assert.Equal(0, (await VerifyAsync(issued, issuingList, await RootListAsync(running))).Code);
        var question = Question(running, issued);

        var revoked = await program.RunAsync("root-list", "--yes", "--held-by", "A", "--revoke", "asagiri-g1=cACompromise");
        Assert.True(revoked.Code == 0, revoked.Errors);
        Assert.Contains("asagiri-g1: revoked for good, reason cACompromise", revoked.Output, StringComparison.Ordinal);

        var (code, words) = await VerifyAsync(issued, issuingList, await RootListAsync(running));
        Assert.NotEqual(0, code);
        Assert.Contains("certificate revoked", words, StringComparison.Ordinal);
        await using var restarted = await authority.OpenAsync();
        Assert.Equal(OcspResponse.Unauthorized.ToArray(), (await restarted.Answers.AnswerAsync(question, Cancel)).Der.ToArray());
        Assert.Null(restarted.AuthorityOf(TestAuthority.Asagiri));
        Assert.NotNull(restarted.AuthorityOf(TestAuthority.Tsukinowa));
        Assert.Equal(issuingList, (await restarted.Crls.CurrentAsync("asagiri-g1", CrlRow.Full, Cancel))!.Der);
        using var transcript = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(authority.Settings.Folder, "ceremony-2.transcript.json"), Cancel));
        var entry = Assert.Single(transcript.RootElement.GetProperty("revoked").EnumerateArray());
        Assert.Equal(("asagiri-g1", "cACompromise"), (entry.GetProperty("authority").GetString(), entry.GetProperty("reason").GetString()));
        Assert.True(File.Exists(Path.Combine(authority.Settings.Folder, "ceremony-2.transcript.sig")));
    }

    [Fact]
    public async Task Later_lists_keep_what_was_revoked()
    {
        using var program = new WarifuProgram(authority.Settings);
        Assert.Equal(0, (await program.RunAsync("root-list", "--yes", "--held-by", "A", "--revoke", "tsukinowa-g1=superseded")).Code);
        Assert.Equal(0, (await program.RunAsync("root-list", "--yes", "--held-by", "A")).Code);

        await using var office = await authority.OpenAsync();
        var list = (await office.Crls.CurrentAsync("root", CrlRow.Full, Cancel))!;

        Assert.Equal((3, 1), (list.Number, list.Entries));
        using var certtool = Judge.Call("certtool");
        certtool.Lay("root.crl", list.Der);
        var serial = Certificate.Read(await File.ReadAllBytesAsync(Path.Combine(authority.Settings.Folder, "tsukinowa-g1.cer"), Cancel)).Value.Serial;
        Assert.Contains(serial.Hex, (await certtool.Ask("--crl-info", "--inder", "--infile", "root.crl")).Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wire-g1=cACompromise", "ceremony-not-standing")]
    [InlineData("nobody=superseded", "ceremony-not-standing")]
    [InlineData("asagiri-g1=keyCompromise", "ceremony-revoked-reason")]
    [InlineData("asagiri-g1", "ceremony-revoked-reason")]
    [InlineData("root=superseded", "ceremony-revoked")]
    public async Task What_a_root_cannot_revoke_is_refused_before_anything_is_made(string words, string code)
    {
        using var program = new WarifuProgram(authority.Settings);

        var refused = await program.RunAsync("root-list", "--yes", "--held-by", "A", "--revoke", words);

        Assert.Equal(69, refused.Code);
        Assert.Contains(code, refused.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(authority.Settings.Folder, "ceremony.intent.json")));
    }

    [Fact]
    public async Task A_node_that_runs_signs_nothing_more_for_a_revoked_authority()
    {
        await using var node = await authority.ServeAsync();
        await using var office = await authority.OpenAsync();
        var question = Question(office, await IssueAsync(office));
        using var client = new HttpClient { BaseAddress = new Uri(authority.Settings.StatusAddresses[0].Origin(tls: false)) };
        var path = "/ocsp/" + Uri.EscapeDataString(Convert.ToBase64String(Body(question)));
        Assert.NotEqual(OcspResponse.Unauthorized.ToArray(), await client.GetByteArrayAsync(path, Cancel));
        using var program = new WarifuProgram(authority.Settings);

        Assert.Equal(0, (await program.RunAsync("root-list", "--yes", "--held-by", "A", "--revoke", "asagiri-g1=cACompromise")).Code);

        await Until.TrueAsync(async () => (await client.GetByteArrayAsync(path, Cancel)).AsSpan().SequenceEqual(OcspResponse.Unauthorized.Span));
        Assert.Contains("warifu_authority_authority_revoked{authority=\"asagiri-g1\"} 1\n", await client.GetStringAsync("/metrics", Cancel), StringComparison.Ordinal);
    }

    private static byte[] Body(OcspRequest request) =>
        OcspRequestTests.Write(writer => writer.WriteEncodedValue(request.Certificates[0].Der.Span), 1, []);

    private static OcspRequest Question(AuthorityOffice office, IssuedCertificate issued)
    {
        var id = CertificateId.Of(office.Authorities.OfCustomers(TestAuthority.Asagiri)!.Issuer, issued.Serial);
        return OcspRequest.Read(OcspRequestTests.Write(writer => writer.WriteEncodedValue(id.Der.Span), 1, []))!;
    }

    private static async Task<IssuedCertificate> IssueAsync(AuthorityOffice office) => (await office.Issuing.IssueAsync(
        TestAuthority.Order(office, TestAuthority.Request()), office.Database.Time.GetUtcNow(), Cancel)).Value;

    private static async Task<byte[]> RootListAsync(AuthorityOffice office) => (await office.Crls.CurrentAsync("root", CrlRow.Full, Cancel))!.Der;

    private static async Task<(int Code, string Words)> VerifyAsync(IssuedCertificate issued, byte[] issuingList, byte[] rootList)
    {
        using var judge = Judge.Call("openssl");
        judge.Lay("root.pem", Judge.Pem("CERTIFICATE", issued.Chain[1]));
        judge.Lay("issuing.pem", Judge.Pem("CERTIFICATE", issued.Chain[0]));
        judge.Lay("client.pem", Judge.Pem("CERTIFICATE", issued.Certificate));
        judge.Lay("lists.pem", Judge.Pem("X509 CRL", issuingList) + Judge.Pem("X509 CRL", rootList));
        // The leaf points to its shard; the full list covers it as well, which openssl takes with extended CRL support.
        return await judge.Ask(
            "verify", "-purpose", "sslclient", "-crl_check_all", "-extended_crl", "-no-CApath", "-CAfile", "root.pem", "-untrusted", "issuing.pem",
            "-CRLfile", "lists.pem", "client.pem");
    }
}
