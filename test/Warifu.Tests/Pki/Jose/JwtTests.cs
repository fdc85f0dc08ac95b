using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Warifu.Pki.Jose;

namespace Warifu.Tests.Pki.Jose;

public sealed class JwtTests
{
    // RFC 7515, A.3: a token under ES256, and its key.
    private const string Known =
        "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
        + "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    private const string KnownKey = """{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""";

    [Fact]
    public void The_token_of_the_standard_holds_and_a_changed_one_does_not()
    {
        var key = Jwk.Read(JsonElement.Parse(KnownKey))!;
        var token = Jwt.Read(Known)!;
        Assert.True(token.IsSignedBy(key));
        Assert.Equal("joe", token["iss"]);
        Assert.Equal(1_300_819_380, token.Instant("exp")!.Value.ToUnixTimeSeconds());
        Assert.False(Jwt.Read(Known.Replace(".eyJpc3MiOiJqb2Ui", ".eyJpc3MiOiJqb2Uj", StringComparison.Ordinal))?.IsSignedBy(key) ?? false);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.False(token.IsSignedBy(Jwk.Of(other, keyId: null)));
    }

    [Fact]
    public void What_is_signed_here_is_read_here()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var token = Jwt.Read(Jwt.Sign(key, new Dictionary<string, object> { ["typ"] = "AT+JWT", ["kid"] = "k" }, new { iss = "x", n = 1 }))!;
        Assert.True(token.IsSignedBy(Jwk.Of(key, keyId: null)));
        Assert.Equal(("at+jwt", "k", "x"), (token.Type, token.KeyId, token["iss"]));
        Assert.Null(token["n"]);
        Assert.Null(token.Instant("iss"));
    }

    [Fact]
    public void An_RSA_token_holds_under_PSS_and_under_nothing_else()
    {
        using var rsa = RSA.Create(2048);
        var public_ = rsa.ExportParameters(includePrivateParameters: false);
        var key = Jwk.Read(JsonElement.Parse($$"""{"kty":"RSA","n":"{{Base64UrlText.Write(public_.Modulus)}}","e":"AQAB"}"""))!;
        Assert.True(Signed("PS256", RSASignaturePadding.Pss).IsSignedBy(key));
        Assert.False(Signed("PS256", RSASignaturePadding.Pkcs1).IsSignedBy(key));
        Assert.False(Signed("RS256", RSASignaturePadding.Pkcs1).IsSignedBy(key));
        Assert.False(Signed("ES256", RSASignaturePadding.Pss).IsSignedBy(key));

        Jwt Signed(string algorithm, RSASignaturePadding padding)
        {
            var text = $"{Part($$"""{"alg":"{{algorithm}}"}""")}.{Part("{}")}";
            return Jwt.Read($"{text}.{Base64UrlText.Write(rsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, padding))}")!;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.e30.x y")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.e30.AA==")]
    public void What_is_no_token_is_not_read(string text) => Assert.Null(Jwt.Read(text));

    [Theory]
    [InlineData("""{"alg":"ES256","alg":"none"}""")]
    [InlineData("""{"alg":"ES256","crit":["b64"],"b64":false}""")]
    [InlineData("""["ES256"]""")]
    [InlineData("""{"alg":"ES256",}""")]
    public void A_header_that_could_mean_two_things_is_not_read(string header) => Assert.Null(Jwt.Read($"{Part(header)}.{Part("{}")}.AA"));

    [Fact]
    public void One_value_has_one_spelling()
    {
        Assert.Equal([1, 2], Base64UrlText.Read("AQI"));
        Assert.Null(Base64UrlText.Read("AQJ"));
        Assert.Null(Base64UrlText.Read("AQI="));
        Assert.Null(Base64UrlText.Read("AQ I"));
        Assert.Null(Base64UrlText.Read("AQ+/"));
    }

    [Fact]
    public void No_text_throws() => Prop.ForAll<string>(text =>
    {
        _ = Jwt.Read(text ?? "")?.Algorithm;
        _ = Jwt.Read($"{Part(text ?? "")}.{Part("{}")}.AA");
    }).QuickCheckThrowOnFailure();

    private static string Part(string json) => Base64UrlText.Write(Encoding.UTF8.GetBytes(json));
}
