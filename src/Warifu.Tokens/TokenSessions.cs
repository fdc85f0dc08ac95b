using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Pki.Keys;
using Warifu.Wire;

namespace Warifu.Tokens;

/// <summary>What is done in a session with a token, once it is open.</summary>
internal static class TokenSessions
{
    public const nuint Writable = 2;
    public const nuint User = 1;

    private const nuint Serial = 4;
    private const nuint EcKeyPairGeneration = 0x1040;
    private const nuint Ecdsa = 0x1041;
    private const int LongestSignature = 132;
    private const int LongestCertificate = 16 * 1024;

    /// <param name="flags">0 or <see cref="Writable"/>.</param>
    public static nuint Open(this Cryptoki it, nuint slot, nuint flags)
    {
        Cryptoki.Check("C_OpenSession", it.OpenSession(slot, Serial | flags, 0, 0, out var session));
        return session;
    }

    /// <summary>Makes a key pair whose private half never leaves the token.</summary>
    /// <exception cref="RefusedException">The token makes keys that can be taken out.</exception>
    public static nuint Generate(this Cryptoki it, nuint session, string name, byte[] id, KeyKind kind)
    {
        using var publicKey = TokenTemplate.NewPublicKey(name, id, CurveOf(kind));
        using var privateKey = TokenTemplate.NewPrivateKey(name, id);
        Cryptoki.Check("C_GenerateKeyPair", it.GenerateKeyPair(
            session, new Cryptoki.Mechanism { Kind = EcKeyPairGeneration }, publicKey.Attributes, publicKey.Count,
            privateKey.Attributes, privateKey.Count, out _, out var made));
        if (it.Read(session, made, TokenTemplate.Sensitive, 1) is not [1] || it.Read(session, made, TokenTemplate.Extractable, 1) is not [0])
            throw new RefusedException(TokenRefusals.KeyExportable);
        return made;
    }

    /// <returns>Null when no key has this id.</returns>
    public static SubjectKey? PublicKey(this Cryptoki it, nuint session, byte[] id) =>
        it.Find(session, TokenTemplate.PublicKeyOf(id)) is [var only] ? KeyAt(it.Read(session, only, TokenTemplate.EcPoint, 256)) : null;

    /// <summary>The certificates in it with their ids, whoever put them there.</summary>
    public static IReadOnlyList<(byte[] Id, byte[] Der)> Certificates(this Cryptoki it, nuint session, TokenTemplate which) =>
        [.. it.Find(session, which, most: 100).Select(found =>
            (it.Read(session, found, TokenTemplate.Id, 256), it.Read(session, found, TokenTemplate.Value, LongestCertificate)))];

    /// <summary>Puts a certificate beside its key, where browsers look for it. Once more changes nothing.</summary>
    public static void Put(this Cryptoki it, nuint session, string label, byte[] id, byte[] der)
    {
        if (it.Certificates(session, TokenTemplate.CertificateOf(id)).Any(there => there.Der.AsSpan().SequenceEqual(der)))
            return;
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteInteger(certificate.SerialNumberBytes.Span);
        using var template = TokenTemplate.NewCertificate(label, id, der, certificate.SubjectName.RawData, certificate.IssuerName.RawData, writer.Encode());
        Cryptoki.Check("C_CreateObject", it.CreateObject(session, template.Attributes, template.Count, out _));
    }

    /// <summary>Deletes key and certificates of an id.</summary>
    public static void Remove(this Cryptoki it, nuint session, byte[] id)
    {
        foreach (var thing in it.Find(session, TokenTemplate.AllOf(id), most: 100))
            Cryptoki.Check("C_DestroyObject", it.DestroyObject(session, thing));
    }

    /// <returns>r and s, one after the other.</returns>
    public static byte[] SignBy(this Cryptoki it, nuint session, nuint key, byte[] hash)
    {
        var signature = new byte[LongestSignature];
        var length = (nuint)signature.Length;
        Cryptoki.Check("C_SignInit", it.SignInit(session, new Cryptoki.Mechanism { Kind = Ecdsa }, key));
        Cryptoki.Check("C_Sign", it.Sign(session, hash, (nuint)hash.Length, signature, ref length));
        return signature[..(int)length];
    }

    /// <param name="most">Two are one too many, where there should be one.</param>
    public static IReadOnlyList<nuint> Find(this Cryptoki it, nuint session, TokenTemplate template, int most = 2)
    {
        using (template)
            Cryptoki.Check("C_FindObjectsInit", it.FindObjectsInit(session, template.Attributes, template.Count));
        var found = new nuint[most];
        var code = it.FindObjects(session, found, (nuint)found.Length, out var count);
        _ = it.FindObjectsFinal(session);
        Cryptoki.Check("C_FindObjects", code);
        return [.. found.Take((int)count)];
    }

    private static byte[] Read(this Cryptoki it, nuint session, nuint key, nuint kind, int room)
    {
        using var template = TokenTemplate.Room(kind, room);
        var attributes = template.Attributes;
        Cryptoki.Check("C_GetAttributeValue", it.GetAttributeValue(session, key, attributes, template.Count));
        return TokenTemplate.Written(attributes[0]);
    }

    private static byte[] CurveOf(KeyKind kind)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(kind switch
        {
            KeyKind.P256 => ECCurve.NamedCurves.nistP256.Oid.Value!,
            KeyKind.P384 => ECCurve.NamedCurves.nistP384.Oid.Value!,
            KeyKind.Rsa => throw new ArgumentOutOfRangeException(nameof(kind), "A token's key is P-256 or P-384."),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        });
        return writer.Encode();
    }

    /// <summary>CKA_EC_POINT is an OCTET STRING around the point; some libraries leave the frame out.</summary>
    private static SubjectKey KeyAt(byte[] value)
    {
        // A bare point is 65 or 97 octets; the frame adds its tag and its length.
        var point = value.Length is 65 or 97 ? value : AsnDecoder.ReadOctetString(value, AsnEncodingRules.DER, out _);
        var half = (point.Length - 1) / 2;
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = half == 32 ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384,
            Q = new ECPoint { X = point[1..(1 + half)], Y = point[(1 + half)..] },
        });
        return SubjectKey.Of(key);
    }
}
