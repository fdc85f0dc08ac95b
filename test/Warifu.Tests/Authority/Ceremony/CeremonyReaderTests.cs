using Warifu.Authority.Ceremony;

namespace Warifu.Tests.Authority.Ceremony;

public sealed class CeremonyReaderTests
{
    [Fact]
    public void The_sample_holds_and_says_what_it_will_make()
    {
        var plan = KeyCeremony.Review(TestAuthority.Description).Value;

        Assert.Equal(["root", "asagiri-g1", "tsukinowa-g1", "shiokaze-g1", "wire-g1"], plan.Authorities.Select(authority => authority.Id));
        Assert.Contains("Warifu Demonstration Root CA", plan.Lines[0].En, StringComparison.Ordinal);
        Assert.Contains("http://localhost:7400/authorities/asagiri-g1.crl", plan.Lines[1].En, StringComparison.Ordinal);
        Assert.Contains(plan.DescriptionSha256, plan.Lines[^1].Ja, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        var detail = KeyCeremony.Review("""
            publishedAt: https://localhost/
            root: { id: Root CA, role: wire, subject: { organisation: x }, key: P-521, validYears: 30, pathLength: 0, ocsp: nowhere }
            issuing:
              - { id: a, role: other, bank: "12", subject: { commonName: x }, key: P-256, validYears: 11, pathLength: 1 }
              - { id: a, role: customers, bank: "9972", subject: { organisation: Bank, commonName: CA }, key: P-256, validYears: 1, pathLength: 0 }
              - { id: c, role: customers, bank: "9972", subject: { organisation: (9972)Bank, commonName: (9972)CA }, key: P-256, validYears: 1, pathLength: 0 }
            """).Refusal!.Detail!.En;

        Assert.All(
            ["published-at", "wire", "id-twice", "bank-twice", "id", "role", "bank", "subject", "subject-bank", "key", "years", "path-length", "ocsp"],
            code => Assert.Contains($"(ceremony-{code})", detail, StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_description_needs_root_and_issuing_authorities()
    {
        var detail = KeyCeremony.Review("").Refusal!.Detail!.En;

        Assert.Contains("(ceremony-root)", detail, StringComparison.Ordinal);
        Assert.Contains("(ceremony-issuing)", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("root: [")]
    [InlineData("rooot: {}")]
    [InlineData("root: {}\nroot: {}")]
    public void A_text_that_is_no_description_is_refused_with_its_place(string yaml)
    {
        var refusal = KeyCeremony.Review(yaml).Refusal!;

        Assert.Equal("ceremony-unreadable", refusal.Code);
        Assert.Contains("line:column", refusal.Detail!.En, StringComparison.Ordinal);
    }
}
