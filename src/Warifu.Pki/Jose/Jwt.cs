using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Warifu.Pki.Jose;

/// <summary>
/// A signed token in compact form (RFC 7519, RFC 7515), read but not yet believed: nothing of it counts before <see cref="IsSignedBy"/>.
/// A name that stands twice, an unknown critical header or a header that brings its own key is not read at all.
/// </summary>
public sealed class Jwt
{
    private const int Longest = 16 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private readonly byte[] signed;
    private readonly byte[] signature;

    private Jwt(JsonElement header, JsonElement claims, byte[] signed, byte[] signature) =>
        (Header, Claims, this.signed, this.signature) = (header, claims, signed, signature);

    public JsonElement Header { get; }

    public JsonElement Claims { get; }

    /// <summary>Null for one that is not taken, such as <c>none</c> and <c>RS256</c>.</summary>
    public JwsAlgorithm? Algorithm => Text(Header, "alg") switch
    {
        "ES256" => JwsAlgorithm.ES256,
        "PS256" => JwsAlgorithm.PS256,
        _ => null,
    };

    /// <summary>The header's <c>typ</c> in lower case; a media type without its first half (RFC 7515, 4.1.9).</summary>
    public string? Type => Text(Header, "typ")?.ToLowerInvariant();

    public string? KeyId => Text(Header, "kid");

    public string? this[string claim] => Text(Claims, claim);

    /// <returns>Null where the text is no such token.</returns>
    public static Jwt? Read(string compact)
    {
        if (compact.Length > Longest || compact.Split('.') is not [var header, var claims, var signature])
            return null;
        if (Object(header) is not { } readHeader || Object(claims) is not { } readClaims || Base64UrlText.Read(signature) is not { } octets)
            return null;
        return readHeader.TryGetProperty("crit", out _) || readHeader.TryGetProperty("b64", out _)
            ? null
            : new Jwt(readHeader, readClaims, Encoding.ASCII.GetBytes(compact[..(header.Length + 1 + claims.Length)]), octets);
    }

    /// <summary>The key's algorithm and the header's are the same, and the signature holds.</summary>
    public bool IsSignedBy(Jwk key) => Algorithm == key.Algorithm && key.Verifies(signed, signature);

    /// <summary>A point in time (NumericDate, RFC 7519, section 2); null where it is absent or none that a calendar has.</summary>
    public DateTimeOffset? Instant(string claim) =>
        Claims.TryGetProperty(claim, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds)
            && seconds is >= 0 and < 253_402_300_800
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;

    /// <summary>Signs with ES256.</summary>
    /// <param name="header">Beside <c>alg</c>.</param>
    public static string Sign(ECDsa key, IReadOnlyDictionary<string, object> header, object claims)
    {
        var full = new Dictionary<string, object>(header) { ["alg"] = $"{JwsAlgorithm.ES256}" };
        var text = $"{Part(full)}.{Part(claims)}";
        var made = key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"{text}.{Base64UrlText.Write(made)}";
    }

    private static string Part(object value) => Base64UrlText.Write(JsonSerializer.SerializeToUtf8Bytes(value));

    private static JsonElement? Object(string part)
    {
        if (Base64UrlText.Read(part) is not { } octets)
            return null;
        try
        {
            using var document = JsonDocument.Parse(octets, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
