using System.Net;
using System.Net.Http.Headers;
using FsCheck;
using FsCheck.Fluent;
using Warifu.Authority;
using Warifu.Pki.Certificates;
using Warifu.Pki.Status;
using Warifu.Tests.Pki;
using Warifu.Wire;
using Warifu.Wire.Registration;
using OcspRequestTests = Warifu.Tests.Pki.Status.OcspRequestTests;

namespace Warifu.Tests.Authority.Status;

/// <summary>The real server, asked by the programs others use and by requests nobody should send.</summary>
public sealed class OcspTests(HeldAuthority held) : IClassFixture<HeldAuthority>, IAsyncLifetime
{
    private readonly HttpClient client = new() { BaseAddress = new Uri(held.Authority.Settings.StatusAddresses[0].Origin(tls: false)) };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AuthorityOffice Office => held.Office;

    public async ValueTask InitializeAsync() => await held.ServeOnceAsync();

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("-no_nonce")]
    [InlineData("-nonce")]
    public async Task Openssl_hears_good_then_revoked_at_once_with_the_reason(string nonce)
    {
        var issued = await IssueAsync();
        using var judge = Lay(issued);

        Assert.Contains("client.pem: good", await AskAsync(judge, nonce), StringComparison.Ordinal);
        await held.RevokeAsync(issued.Serial, RevocationReason.KeyCompromise);
        var words = await AskAsync(judge, nonce);

        Assert.Contains("client.pem: revoked", words, StringComparison.Ordinal);
        Assert.Contains("Reason: keyCompromise", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revocation_on_another_node_shows_within_a_second_and_the_memory_holds_nothing_else()
    {
        var issued = await IssueAsync();
        var path = PathOf(issued.Serial);
        var before = await client.GetByteArrayAsync(path, Cancel);

        // The office of the test is another node: it shares the database alone.
        await Office.Revoking.RevokeAsync(TestAuthority.Asagiri, issued.Serial, RevocationReason.Superseded, Cancel);
        var began = TimeProvider.System.GetTimestamp();
        byte[] after;
        do
            after = await client.GetByteArrayAsync(path, Cancel);
        while (after.AsSpan().SequenceEqual(before) && TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(2));

        Assert.NotEqual(before, after);
        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(1.5));
    }

    [Fact]
    public async Task A_plain_question_gets_one_answer_with_the_headers_of_rfc_5019()
    {
        var path = PathOf((await IssueAsync()).Serial);

        using var first = await client.GetAsync(path, Cancel);
        using var second = await client.GetAsync(path, Cancel);
        using var again = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var unchanged = await client.SendAsync(again, Cancel);
        using var posted = await PostAsync(Body(path));

        Assert.Equal("application/ocsp-response", first.Content.Headers.ContentType?.ToString());
        Assert.Equal(TimeSpan.FromSeconds(60), first.Headers.CacheControl!.MaxAge);
        Assert.True(first.Headers.CacheControl is { Public: true, NoTransform: true, MustRevalidate: true });
        Assert.Equal(TimeSpan.FromHours(24), first.Content.Headers.Expires - first.Content.Headers.LastModified);
        var bytes = await first.Content.ReadAsByteArrayAsync(Cancel);
        Assert.Equal(bytes, await second.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(bytes, await posted.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task An_answer_outlives_a_restart_because_it_is_in_the_database()
    {
        var path = PathOf((await IssueAsync()).Serial);
        var before = await client.GetByteArrayAsync(path, Cancel);

        await held.ServeAsync();

        Assert.Equal(before, await client.GetByteArrayAsync(path, Cancel));
    }

    [Fact]
    public async Task A_serial_number_never_issued_or_of_another_authority_is_unknown()
    {
        var issued = await IssueAsync();
        using var judge = Lay(issued);
        judge.Lay("other.pem", Judge.Pem("CERTIFICATE", Office.AuthorityOf(TestAuthority.Tsukinowa)!.Der.Span));

        var words = await AskAsync(judge, "-serial", "0x" + SerialNumbers.New().Hex);

        Assert.Contains(": unknown", words, StringComparison.Ordinal);
        var wire = CertificateId.Of(Office.Authorities.OfCustomers(TestAuthority.Tsukinowa)!.Issuer, issued.Serial);
        judge.Lay("crossed.der", await client.GetByteArrayAsync(PathOf(wire), Cancel));
        Assert.Contains("Cert Status: unknown", (await judge.Ask("ocsp", "-respin", "crossed.der", "-noverify", "-text")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issuer_of_somebody_else_is_not_answered_for()
    {
        using var stranger = new TestAuthorities();

        var answer = await client.GetByteArrayAsync(PathOf(CertificateId.Of(stranger.Issuer, TestAuthorities.ClientSerial)), Cancel);

        Assert.Equal(OcspResponse.Unauthorized.ToArray(), answer);
    }

    [Theory]
    [InlineData("/ocsp")]
    [InlineData("/ocsp/")]
    [InlineData("/ocsp/%%%")]
    [InlineData("/ocsp/AAAA?x=1")]
    [InlineData("/ocsp/MAA=")]
    public async Task A_path_that_is_no_request_is_malformed(string path)
    {
        using var answer = await client.GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(OcspResponse.Malformed.ToArray(), await answer.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task Another_media_type_or_a_large_body_is_malformed()
    {
        using var typed = await client.PostAsync("/ocsp", new ByteArrayContent([0x30, 0]), Cancel);
        using var large = await PostAsync(new byte[100_000]);

        Assert.Equal(OcspResponse.Malformed.ToArray(), await typed.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(OcspResponse.Malformed.ToArray(), await large.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public void Whatever_is_posted_the_answer_is_one_of_ocsp()
    {
        var sound = Body(PathOf(SerialNumbers.New()));
        var mutated = from at in Gen.Choose(0, sound.Length - 1)
                      from octet in Gen.Choose(0, 255)
                      select sound.Select((each, place) => place == at ? (byte)octet : each).ToArray();
        var bodies = Gen.OneOf(mutated, ArbMap.Default.GeneratorFor<byte[]>(), Gen.Choose(0, sound.Length).Select(length => sound[..length]));

        Prop.ForAll(bodies.ToArbitrary(), async body =>
        {
            using var answer = await PostAsync(body ?? []);
            return answer.StatusCode == HttpStatusCode.OK && answer.Content.Headers.ContentType?.MediaType == "application/ocsp-response";
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Openssl_verifies_a_certificate_by_the_list_of_its_shard_and_ocsptool_by_the_responder()
    {
        var issued = await IssueAsync();
        using var judge = Lay(issued);
        var shard = IssuerAddresses.ShardOf(issued.Serial);
        var point = $"/authorities/asagiri-g1/{shard}.crl";
        Assert.Contains(point, (await judge.Ask("x509", "-in", "client.pem", "-noout", "-ext", "crlDistributionPoints")).Words, StringComparison.Ordinal);
        string[] verify = ["verify", "-purpose", "sslclient", "-crl_check", "-CAfile", "ca.pem", "-CRLfile", "list.pem", "client.pem"];
        judge.Lay("list.pem", Judge.Pem("X509 CRL", await client.GetByteArrayAsync(point, Cancel)));
        Assert.Equal(0, (await judge.Ask(verify)).Code);
        judge.Lay("list.pem", Judge.Pem("X509 CRL", await client.GetByteArrayAsync($"/authorities/asagiri-g1/{(shard == '0' ? '1' : '0')}.crl", Cancel)));
        Assert.Contains("ifferent CRL scope", (await judge.Ask(verify)).Words, StringComparison.Ordinal);

        await held.RevokeAsync(issued.Serial, RevocationReason.AffiliationChanged);

        judge.Lay("list.pem", Judge.Pem("X509 CRL", await client.GetByteArrayAsync(point, Cancel)));
        Assert.Contains("certificate revoked", (await judge.Ask(verify)).Words, StringComparison.Ordinal);
        using var certtool = Judge.Call("certtool");
        certtool.Lay("list.crl", await client.GetByteArrayAsync(point, Cancel));
        Assert.Contains(issued.Serial.Hex, (await certtool.Ask("--crl-info", "--inder", "--infile", "list.crl")).Words, StringComparison.Ordinal);
        using var ocsptool = Judge.Call("ocsptool");
        ocsptool.Lay("client.pem", Judge.Pem("CERTIFICATE", issued.Certificate));
        ocsptool.Lay("issuing.pem", Judge.Pem("CERTIFICATE", issued.Chain[0]));
        var (_, words) = await ocsptool.Ask(
            "--ask=" + new Uri(client.BaseAddress!, "/ocsp"), "--nonce", "--load-cert", "client.pem", "--load-issuer", "issuing.pem", "--load-trust", "issuing.pem");
        Assert.Contains("Certificate Status: revoked", words, StringComparison.Ordinal);
        Assert.Contains("Verifying OCSP Response: Success", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/authorities/root/0.crl")]
    [InlineData("/authorities/nobody/0.crl")]
    [InlineData("/authorities/asagiri-g1/g.crl")]
    [InlineData("/authorities/asagiri-g1/00.crl")]
    public async Task A_shard_that_is_none_is_not_found(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path, Cancel)).StatusCode);

    private async Task<IssuedCertificate> IssueAsync() =>
        (await Office.Issuing.IssueAsync(TestAuthority.Order(Office, TestAuthority.Request()), Office.Database.Time.GetUtcNow(), Cancel)).Value;

    private static Judge Lay(IssuedCertificate issued)
    {
        var judge = Judge.Call("openssl");
        judge.Lay("ca.pem", Judge.Pem("CERTIFICATE", issued.Chain[1]) + Judge.Pem("CERTIFICATE", issued.Chain[0]));
        judge.Lay("issuing.pem", Judge.Pem("CERTIFICATE", issued.Chain[0]));
        judge.Lay("client.pem", Judge.Pem("CERTIFICATE", issued.Certificate));
        return judge;
    }

    private async Task<string> AskAsync(Judge judge, params string[] more)
    {
        string[] whom = ["ocsp", "-CAfile", "ca.pem", "-issuer", "issuing.pem", "-url", new Uri(client.BaseAddress!, "/ocsp").AbsoluteUri];
        var (code, words) = await judge.Ask([.. whom, .. more.Contains("-serial") ? [] : (string[])["-cert", "client.pem"], .. more]);
        Assert.True(code == 0, words);
        Assert.Contains("Response verify OK", words, StringComparison.Ordinal);
        if (more.Contains("-nonce"))
            Assert.DoesNotContain("no nonce in response", words, StringComparison.Ordinal);
        return words;
    }

    private string PathOf(SerialNumber serial) => PathOf(CertificateId.Of(Office.Authorities.OfCustomers(TestAuthority.Asagiri)!.Issuer, serial));

    private static string PathOf(CertificateId id) => "/ocsp/" + Uri.EscapeDataString(
        Convert.ToBase64String(OcspRequestTests.Write(writer => writer.WriteEncodedValue(id.Der.Span), 1, [])));

    private static byte[] Body(string path) => Convert.FromBase64String(Uri.UnescapeDataString(path["/ocsp/".Length..]));

    private async Task<HttpResponseMessage> PostAsync(byte[] body)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/ocsp-request") } };
        return await client.PostAsync("/ocsp", content, Cancel);
    }
}
