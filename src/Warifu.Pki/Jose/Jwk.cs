using System.Security.Cryptography;
using System.Text.Json;

namespace Warifu.Pki.Jose;

/// <summary>A public key as JOSE writes it (RFC 7517): P-256, or RSA of 2,048 to 4,096 bits.</summary>
public sealed class Jwk
{
    private const int CoordinateLength = 32;
    private const int SmallestModulus = 2048 / 8;
    private const int LargestModulus = 4096 / 8;

    private readonly ECParameters point;
    private readonly RSAParameters modulus;

    private Jwk(ECParameters point) => (Algorithm, this.point) = (JwsAlgorithm.ES256, point);

    private Jwk(RSAParameters modulus) => (Algorithm, this.modulus) = (JwsAlgorithm.PS256, modulus);

    /// <summary>The one algorithm that such a key is used with.</summary>
    public JwsAlgorithm Algorithm { get; }

    public string? KeyId { get; private init; }

    /// <summary>SHA-256 of the required members in their order, in base64url (RFC 7638).</summary>
    public string Thumbprint => Base64UrlText.Write(SHA256.HashData(Required()));

    /// <returns>Null for a private key, a key of another kind or size, or one whose members are not sound.</returns>
    public static Jwk? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || HasAny(json, "d", "p", "k") || Text(json, "use") is not (null or "sig"))
            return null;
        var read = Text(json, "kty") switch
        {
            "EC" when Text(json, "crv") == "P-256" => OfPoint(Octets(json, "x"), Octets(json, "y"), Text(json, "kid")),
            "RSA" => OfModulus(Octets(json, "n"), Octets(json, "e"), Text(json, "kid")),
            _ => null,
        };
        return read is not null && Text(json, "alg") is { } named && named != $"{read.Algorithm}" ? null : read;
    }

    /// <summary>Every key of a set (RFC 7517, section 5) that can be used; the others are left out.</summary>
    /// <returns>Null where it is no set.</returns>
    public static IReadOnlyList<Jwk>? ReadSet(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("keys", out var keys) && keys.ValueKind == JsonValueKind.Array
            ? [.. keys.EnumerateArray().Select(Read).OfType<Jwk>()]
            : null;

    /// <exception cref="ArgumentException">Not on P-256.</exception>
    public static Jwk Of(ECDsa key, string? keyId) =>
        OfPoint(key.ExportParameters(includePrivateParameters: false), keyId) ?? throw new ArgumentException("A P-256 key is needed.", nameof(key));

    public bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (Algorithm == JwsAlgorithm.ES256)
        {
            using var ec = ECDsa.Create(point);
            return signature.Length == 2 * CoordinateLength && ec.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        using var rsa = RSA.Create(modulus);
        return rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
    }

    /// <summary>As a member of a set.</summary>
    public IReadOnlyDictionary<string, string> ToMembers()
    {
        var members = new Dictionary<string, string>
        {
            ["kty"] = Algorithm == JwsAlgorithm.ES256 ? "EC" : "RSA",
            ["use"] = "sig",
            ["alg"] = $"{Algorithm}",
        };
        if (KeyId is not null)
            members["kid"] = KeyId;
        if (Algorithm == JwsAlgorithm.ES256)
            (members["crv"], members["x"], members["y"]) = ("P-256", Base64UrlText.Write(point.Q.X), Base64UrlText.Write(point.Q.Y));
        else
            (members["n"], members["e"]) = (Base64UrlText.Write(modulus.Modulus), Base64UrlText.Write(modulus.Exponent));
        return members;
    }

    private byte[] Required() => JsonSerializer.SerializeToUtf8Bytes(Algorithm == JwsAlgorithm.ES256
        ? (object)new { crv = "P-256", kty = "EC", x = Base64UrlText.Write(point.Q.X), y = Base64UrlText.Write(point.Q.Y) }
        : new { e = Base64UrlText.Write(modulus.Exponent), kty = "RSA", n = Base64UrlText.Write(modulus.Modulus) });

    private static Jwk? OfPoint(byte[]? x, byte[]? y, string? keyId) => x is not { Length: CoordinateLength } || y is not { Length: CoordinateLength }
        ? null
        : OfPoint(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = x, Y = y } }, keyId);

    private static Jwk? OfPoint(ECParameters parameters, string? keyId)
    {
        try
        {
            // A point that is not on the curve is refused here.
            using var key = ECDsa.Create(parameters);
            return key.KeySize == 8 * CoordinateLength ? new Jwk(parameters) { KeyId = keyId } : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static Jwk? OfModulus(byte[]? modulus, byte[]? exponent, string? keyId) =>
        modulus is not { Length: >= SmallestModulus and <= LargestModulus } || modulus[0] == 0 || exponent is not [1, 0, 1]
            ? null
            : new Jwk(new RSAParameters { Modulus = modulus, Exponent = exponent }) { KeyId = keyId };

    private static bool HasAny(JsonElement json, params string[] names) => names.Any(name => json.TryGetProperty(name, out _));

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[]? Octets(JsonElement json, string name) => Text(json, name) is { } text ? Base64UrlText.Read(text) : null;
}
