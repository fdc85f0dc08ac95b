using System.Security.Cryptography;
using System.Text.Json;
using Warifu.Authority;
using Warifu.Authority.Ceremony;
using Warifu.Authority.Status;
using Warifu.Pki.Certificates;
using Warifu.Tests.Pki;
using Warifu.Tests.Postgres;
using Warifu.Tests.Tokens;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Authority.Ceremony;

/// <summary>Later ceremonies: the next issuing key, the next root, and what stays valid.</summary>
public sealed class GenerationsTests(TestCluster cluster)
{
    private const string NextIssuing = """
        publishedAt: http://localhost:7400
        standingRoot: root
        issuing:
          - id: asagiri-g2
            role: customers
            bank: "9972"
            subject: { country: JP, organisation: (9972)Asagiri Credit Union, commonName: (9972)Asagiri CA - G2 }
            key: P-256
            validYears: 9
            pathLength: 0
        """;

    private const string NextRoot = """
        publishedAt: http://localhost:7400
        standingRoot: root
        root:
          id: root-g2
          subject: { country: JP, organisation: Warifu, commonName: Warifu Demonstration Root CA - G2 }
          key: P-384
          validYears: 20
          pathLength: 1
        issuing:
          - id: asagiri-g2
            role: customers
            bank: "9972"
            subject: { country: JP, organisation: (9972)Asagiri Credit Union, commonName: (9972)Asagiri CA - G2 }
            key: P-256
            validYears: 9
            pathLength: 0
        crossSigned:
          - { id: asagiri-g1-by-root-g2, authority: asagiri-g1, by: root-g2 }
          - { id: asagiri-g2-by-root, authority: asagiri-g2, by: root }
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_issuing_authority_issues_and_old_certificates_stay_valid()
    {
        await using var authority = await TestAuthority.HeldAsync(cluster);
        var old = await IssueAsync(authority);

        await HoldAsync(authority, NextIssuing);

        var next = await IssueAsync(authority);
        Assert.Equal("(9972)Asagiri CA - G1", IssuerOf(old));
        Assert.Equal("(9972)Asagiri CA - G2", IssuerOf(next));
        foreach (var issued in new[] { old, next })
            await AssertVerifiedAsync(issued.Certificate, issued.Chain[0], issued.Chain[1]);
    }

    [Fact]
    public async Task The_old_authority_goes_on_revoking()
    {
        await using var authority = await TestAuthority.HeldAsync(cluster);
        var old = await IssueAsync(authority);
        await HoldAsync(authority, NextIssuing);
        await using var office = await authority.OpenAsync();

        Assert.Null((await office.Revoking.RevokeAsync(TestAuthority.Asagiri, old.Serial, RevocationReason.Superseded, Cancel)).Refusal);

        var list = await office.Crls.CurrentAsync("asagiri-g1", CrlRow.Full, Cancel);
        using var judge = Judge.Call("openssl");
        judge.Lay("list.crl", list!.Der);
        judge.Lay("issuing.pem", Judge.Pem("CERTIFICATE", old.Chain[0]));
        var (code, words) = await judge.Ask("crl", "-inform", "DER", "-in", "list.crl", "-CAfile", "issuing.pem", "-noout", "-text");
        Assert.True(code == 0, words);
        Assert.Contains(old.Serial.Hex.ToUpperInvariant(), words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_begun_under_the_old_authority_ends_under_it()
    {
        await using var authority = await TestAuthority.HeldAsync(cluster);
        var request = TestAuthority.Request();
        var first = await IssueAsync(authority, request);
        await HoldAsync(authority, NextIssuing);

        var again = await IssueAsync(authority, request);

        Assert.Equal(first.Certificate, again.Certificate);
        Assert.Equal(first.Chain[0], again.Chain[0]);
    }

    [Fact]
    public async Task After_a_new_root_each_certificate_is_trusted_under_either_root()
    {
        await using var authority = await TestAuthority.HeldAsync(cluster);
        var old = await IssueAsync(authority);
        await HoldAsync(authority, NextRoot);
        var next = await IssueAsync(authority);
        var (rootG1, rootG2) = (File(authority, "root.cer"), File(authority, "root-g2.cer"));

        Assert.Equal(rootG1, old.Chain[1]);
        Assert.Equal(rootG2, next.Chain[1]);
        await AssertVerifiedAsync(old.Certificate, File(authority, "asagiri-g1.cer"), rootG1);
        await AssertVerifiedAsync(old.Certificate, File(authority, "asagiri-g1-by-root-g2.cer"), rootG2);
        await AssertVerifiedAsync(next.Certificate, File(authority, "asagiri-g2.cer"), rootG2);
        await AssertVerifiedAsync(next.Certificate, File(authority, "asagiri-g2-by-root.cer"), rootG1);
    }

    [Theory]
    [InlineData(NextIssuing)]
    [InlineData(NextRoot)]
    public async Task No_description_is_held_twice(string yaml)
    {
        await using var authority = await TestAuthority.HeldAsync(cluster);
        await HoldAsync(authority, yaml);
        var before = Directory.GetFiles(authority.Settings.Folder).Length;

        var again = await new KeyCeremony(authority.Settings).HoldAsync(KeyCeremony.Review(yaml).Value, Cancel);
        var changed = await new KeyCeremony(authority.Settings).HoldAsync(KeyCeremony.Review(yaml + "\n# again").Value, Cancel);

        Assert.Equal("ceremony-held-before", again.Refusal?.Code);
        Assert.Equal("ceremony-not-standing", changed.Refusal?.Code);
        Assert.Contains("id: asagiri-g2", changed.Refusal!.Detail!.En, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFiles(authority.Settings.Folder).Length);
    }

    [Theory]
    [InlineData("intent")]
    [InlineData("key root-g2")]
    [InlineData("certificate asagiri-g2")]
    [InlineData("certificate asagiri-g1-by-root-g2")]
    [InlineData("transcript")]
    [InlineData("registered")]
    public async Task Broken_off_a_later_ceremony_goes_on(string boundary)
    {
        await using var authority = await TestAuthority.HeldAsync(cluster);
        var broken = new KeyCeremony(authority.Settings) { Reached = step => BreakOff(step == boundary) };
        await Assert.ThrowsAsync<BrokenOffException>(() => broken.HoldAsync(KeyCeremony.Review(NextRoot).Value, Cancel));

        await HoldAsync(authority, NextRoot);

        Assert.Equal("(9972)Asagiri CA - G2", IssuerOf(await IssueAsync(authority)));
    }

    [Fact]
    public async Task A_ceremony_with_nothing_to_make_renews_the_roots_list()
    {
        await using var authority = await TestAuthority.HeldAsync(cluster);

        await HoldAsync(authority, "publishedAt: http://localhost:7400\nstandingRoot: root\n");

        await using var office = await authority.OpenAsync();
        Assert.Equal(2, (await office.Crls.CurrentAsync("root", CrlRow.Full, Cancel))!.Number);
    }

    [Fact]
    public async Task What_does_not_stand_is_refused_before_anything_is_made()
    {
        await using var authority = await TestAuthority.HeldAsync(cluster);
        async Task<string?> Code(string yaml) =>
            (await new KeyCeremony(authority.Settings).HoldAsync(KeyCeremony.Review(yaml).Value, Cancel)).Refusal?.Code;

        Assert.Equal("ceremony-not-standing", await Code(NextIssuing.Replace("standingRoot: root", "standingRoot: other", StringComparison.Ordinal)));
        Assert.Equal("ceremony-not-standing", await Code(NextRoot.Replace("authority: asagiri-g1", "authority: unknown", StringComparison.Ordinal)));
        Assert.Equal("ceremony-not-standing", await Code(NextRoot.Replace("Root CA - G2", "Root CA", StringComparison.Ordinal)));
        Assert.Equal("ceremony-held-before", await Code(TestAuthority.Description));
        Assert.False(System.IO.File.Exists(Path.Combine(authority.Settings.Folder, "ceremony.intent.json")));
    }

    [Fact]
    public async Task A_later_ceremony_needs_a_first_one()
    {
        await using var authority = await TestAuthority.MakeAsync(cluster);

        Assert.Equal("ceremony-not-held", (await new KeyCeremony(authority.Settings).HoldAsync(KeyCeremony.Review(NextIssuing).Value, Cancel)).Refusal?.Code);
    }

    [Fact]
    public async Task The_transcript_says_what_was_made_by_whom_and_openssl_verifies_the_roots_signature()
    {
        await using var authority = await TestAuthority.MakeAsync(cluster);
        var ceremony = new KeyCeremony(authority.Settings) { HeldBy = ["山田花子", "Taro Sato"] };
        var made = (await ceremony.HoldAsync(TestAuthority.Plan, Cancel)).Value;

        var text = File(authority, "ceremony-1.transcript.json");
        using var read = JsonDocument.Parse(text);
        Assert.Equal(["山田花子", "Taro Sato"], read.RootElement.GetProperty("heldBy").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(TestAuthority.Plan.DescriptionSha256, read.RootElement.GetProperty("descriptionSha256").GetString());
        Assert.Equal(TestAuthority.Plan.DescriptionSha256, Convert.ToHexStringLower(SHA256.HashData(File(authority, "ceremony-1.yaml"))));
        Assert.Equal(
            made.Select(it => (it.Plan.Id, it.Sha256, Convert.ToHexStringLower(it.Certificate.Key.Sha256))),
            read.RootElement.GetProperty("certificates").EnumerateArray().Select(it => (
                it.GetProperty("id").GetString()!, it.GetProperty("certificateSha256").GetString()!, it.GetProperty("publicKeySha256").GetString()!)));

        using var judge = Judge.Call("openssl");
        judge.Lay("transcript.json", text);
        judge.Lay("transcript.sig", File(authority, "ceremony-1.transcript.sig"));
        judge.Lay("root.pub", Judge.Pem("PUBLIC KEY", made[0].Certificate.Key.Info.Span));
        string[] question = ["dgst", "-sha384", "-verify", "root.pub", "-signature", "transcript.sig", "transcript.json"];
        var (code, words) = await judge.Ask(question);
        Assert.True(code == 0, words);
        text[^3] ^= 1;
        judge.Lay("transcript.json", text);
        Assert.NotEqual(0, (await judge.Ask(question)).Code);
    }

    [Fact]
    public async Task Keys_in_a_token_hold_the_ceremony_and_issue()
    {
        using var soft = await SoftToken.MakeAsync();
        await using var authority = await TestAuthority.MakeAsync(cluster);
        var settings = authority.Settings with { Token = soft.Settings };
        var yaml = TestAuthority.Description.Replace("    key: P-256\n", $"    key: P-256\n    token: {soft.Label}\n", StringComparison.Ordinal);
        var plan = KeyCeremony.Review(yaml).Value;
        Assert.Contains($"in token {soft.Label}", plan.Lines[1].En, StringComparison.Ordinal);
        var broken = new KeyCeremony(settings) { Reached = step => BreakOff(step == "key asagiri-g1") };
        await Assert.ThrowsAsync<BrokenOffException>(() => broken.HoldAsync(plan, Cancel));

        Assert.Null((await new KeyCeremony(settings).HoldAsync(plan, Cancel)).Refusal);

        Assert.Equal(["root.key.pem"], Directory.GetFiles(settings.Folder, "*.key.pem").Select(Path.GetFileName));
        await using var office = await AuthorityOffice.OpenAsync(settings, cancel: Cancel);
        var order = TestAuthority.Order(office, TestAuthority.Request());
        var issued = (await office.Issuing.IssueAsync(order, TimeProvider.System.GetUtcNow(), Cancel)).Value;
        await AssertVerifiedAsync(issued.Certificate, issued.Chain[0], issued.Chain[1]);

        soft.TakeAway();
        var lost = await Assert.ThrowsAsync<Warifu.Wire.RefusedException>(() =>
            office.Issuing.IssueAsync(TestAuthority.Order(office, TestAuthority.Request()), TimeProvider.System.GetUtcNow(), Cancel));
        Assert.Equal(503, lost.Refusal.Status);
        var unconfigured = await Assert.ThrowsAsync<Warifu.Wire.RefusedException>(() => authority.OpenAsync());
        Assert.Equal("token-not-configured", unconfigured.Refusal.Code);
    }

    private static async Task HoldAsync(TestAuthority authority, string yaml)
    {
        var held = await new KeyCeremony(authority.Settings).HoldAsync(KeyCeremony.Review(yaml).Value, Cancel);
        Assert.True(held.Refusal is null, held.Refusal?.Detail?.En ?? held.Refusal?.Code);
    }

    private static async Task<IssuedCertificate> IssueAsync(TestAuthority authority, IssueRequest? request = null)
    {
        await using var office = await authority.OpenAsync();
        var issued = await office.Issuing.IssueAsync(
            TestAuthority.Order(office, request ?? TestAuthority.Request()), TimeProvider.System.GetUtcNow(), Cancel);
        Assert.Null(issued.Refusal);
        return issued.Value;
    }

    private static string? IssuerOf(IssuedCertificate issued) => Certificate.Read(issued.Certificate).Value.IssuerName?.CommonName;

    private static byte[] File(TestAuthority authority, string name) => System.IO.File.ReadAllBytes(Path.Combine(authority.Settings.Folder, name));

    private static async Task AssertVerifiedAsync(byte[] leaf, byte[] issuing, byte[] root)
    {
        using var judge = Judge.Call("openssl");
        judge.Lay("root.pem", Judge.Pem("CERTIFICATE", root));
        judge.Lay("issuing.pem", Judge.Pem("CERTIFICATE", issuing));
        judge.Lay("leaf.pem", Judge.Pem("CERTIFICATE", leaf));
        var (code, words) = await judge.Ask(
            "verify", "-x509_strict", "-purpose", "sslclient", "-no-CApath", "-CAfile", "root.pem", "-untrusted", "issuing.pem", "leaf.pem");
        Assert.True(code == 0, words);
    }

    private static void BreakOff(bool here)
    {
        if (here)
            throw new BrokenOffException();
    }
}
