using System.Security.Cryptography;
using System.Text.Json;
using Warifu.Pki.Jose;

namespace Warifu.Tests.Pki.Jose;

public sealed class JwkTests
{
    private const string X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    private const string Y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";

    // RFC 7638, 3.1.
    private const string Known = """
        {"kty":"RSA","e":"AQAB","alg":"RS256","kid":"2011-04-29",
        "n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"}
        """;

    [Fact]
    public void The_thumbprint_is_that_of_the_standard() => Assert.Equal(
        "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", Jwk.Read(JsonElement.Parse(Known.Replace("\"alg\":\"RS256\",", "", StringComparison.Ordinal)))!.Thumbprint);

    [Fact]
    public void What_is_written_is_read_again()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var written = Jwk.Of(key, "k1");
        var read = Jwk.Read(JsonElement.Parse(JsonSerializer.Serialize(written.ToMembers())))!;
        Assert.Equal(("k1", written.Thumbprint), (read.KeyId, read.Thumbprint));
    }

    [Theory]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}","d":"AQ"}""")]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{X}}"}""")]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"AA","y":"{{Y}}"}""")]
    [InlineData($$"""{"kty":"EC","crv":"P-384","x":"{{X}}","y":"{{Y}}"}""")]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}","use":"enc"}""")]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}","alg":"PS256"}""")]
    [InlineData("""{"kty":"oct","k":"AQ"}""")]
    [InlineData("""{"kty":"RSA","e":"AQAB","n":"AQ"}""")]
    [InlineData("""{"kty":"RSA"}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    public void A_key_that_is_private_weak_or_of_another_kind_is_not_taken(string json) => Assert.Null(Jwk.Read(JsonElement.Parse(json)));

    [Fact]
    public void The_key_of_the_standard_says_RS256_and_is_not_taken_for_PSS() => Assert.Null(Jwk.Read(JsonElement.Parse(Known)));

    [Fact]
    public void Of_a_set_the_usable_ones_are_taken()
    {
        var set = JsonElement.Parse($$"""{"keys":[{"kty":"oct","k":"AQ"},{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}"}]}""");
        Assert.Single(Jwk.ReadSet(set)!);
        Assert.Null(Jwk.ReadSet(JsonElement.Parse("[]")));
    }
}
