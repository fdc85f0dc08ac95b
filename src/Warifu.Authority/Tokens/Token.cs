using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Warifu.Pki.Keys;
using Warifu.Wire;

namespace Warifu.Authority.Tokens;

/// <summary>An open session with the handle of one key in it.</summary>
internal sealed record TokenSession(nuint Handle, nuint Key, int Generation);

/// <summary>A token by its label. A PIN it refused once is never sent again.</summary>
internal sealed class Token(TokenModule module, string label, string pin)
{
    private const nuint EcKeyPairGeneration = 0x1040;
    private const nuint SerialSession = 4;
    private const nuint WritableSession = 2;
    private const nuint User = 1;

    /// <summary>CK_TOKEN_INFO is 208 octets here and begins with the label, padded by blanks.</summary>
    private const int InfoLength = 256;
    private const int LabelLength = 32;

    private readonly Lock login = new();
    private bool pinRefused;

    public TokenModule Module => module;

    public string Label => label;

    /// <summary>Makes a key pair that never leaves the token.</summary>
    /// <param name="id">CKA_ID: drawn at random, so it names the key for ever.</param>
    /// <exception cref="RefusedException">A key of this name is there, or the token makes keys that can be taken out.</exception>
    public SubjectKey Generate(string name, byte[] id, KeyKind kind)
    {
        module.Use(it => GenerateIn(it, name, id, kind));
        return PublicKey(id) ?? throw new RefusedException(TokenRefusals.KeyMissing with { Detail = new(label, label) });
    }

    /// <returns>Null when no key has this id.</returns>
    public SubjectKey? PublicKey(byte[] id) => module.Use(it =>
    {
        var session = Open(it, 0);
        try
        {
            return Find(it, session, TokenTemplate.PublicKeyOf(id)) is [var only] ? KeyAt(Read(it, session, only, TokenTemplate.EcPoint, 256)) : null;
        }
        finally
        {
            _ = it.CloseSession(session);
        }
    });

    /// <summary>A session for signing by one key.</summary>
    /// <exception cref="RefusedException">The token or its key is not there, or it refused the PIN.</exception>
    public TokenSession OpenFor(byte[] id) => module.Use(it =>
    {
        var session = Open(it, 0);
        if (Find(it, session, TokenTemplate.PrivateKeyOf(id)) is [var only])
            return new TokenSession(session, only, module.Generation);
        _ = it.CloseSession(session);
        throw new RefusedException(TokenRefusals.KeyMissing with { Detail = new(label, label) });
    });

    private nuint GenerateIn(Cryptoki it, string name, byte[] id, KeyKind kind)
    {
        var session = Open(it, WritableSession);
        try
        {
            if (Find(it, session, TokenTemplate.PrivateKeyNamed(name)).Count > 0)
                throw new RefusedException(TokenRefusals.KeyTaken with { Detail = new($"{label}: {name}", $"{label}: {name}") });
            using var publicKey = TokenTemplate.NewPublicKey(name, id, CurveOf(kind));
            using var privateKey = TokenTemplate.NewPrivateKey(name, id);
            Cryptoki.Check("C_GenerateKeyPair", it.GenerateKeyPair(
                session, new Cryptoki.Mechanism { Kind = EcKeyPairGeneration }, publicKey.Attributes, publicKey.Count,
                privateKey.Attributes, privateKey.Count, out _, out var made));
            if (Read(it, session, made, TokenTemplate.Sensitive, 1) is not [1] || Read(it, session, made, TokenTemplate.Extractable, 1) is not [0])
                throw new RefusedException(TokenRefusals.KeyExportable);
            return made;
        }
        finally
        {
            _ = it.CloseSession(session);
        }
    }

    private nuint Open(Cryptoki it, nuint flags)
    {
        Cryptoki.Check("C_OpenSession", it.OpenSession(SlotOf(it), SerialSession | flags, 0, 0, out var session));
        // Many sessions may open at once; a wrong PIN must count one failure.
        lock (login)
        {
            if (pinRefused)
                throw new RefusedException(TokenRefusals.PinRefused with { Detail = new(label, label) });
            var octets = Encoding.UTF8.GetBytes(pin);
            var code = it.Login(session, User, octets, (nuint)octets.Length);
            CryptographicOperations.ZeroMemory(octets);
            if (code is Cryptoki.Ok or Cryptoki.AlreadyLoggedIn)
                return session;
            _ = it.CloseSession(session);
            var failed = new CryptokiException("C_Login", code);
            pinRefused = failed.IsPinRefused;
            throw pinRefused ? new RefusedException(TokenRefusals.PinRefused with { Detail = new(label, label) }, failed) : failed;
        }
    }

    private nuint SlotOf(Cryptoki it)
    {
        nuint count = 0;
        Cryptoki.Check("C_GetSlotList", it.GetSlotList(1, null, ref count));
        var slots = new nuint[(int)count];
        Cryptoki.Check("C_GetSlotList", it.GetSlotList(1, slots, ref count));
        var info = new byte[InfoLength];
        foreach (var slot in slots.Take((int)count))
        {
            if (it.GetTokenInfo(slot, info) == Cryptoki.Ok && Encoding.UTF8.GetString(info, 0, LabelLength).TrimEnd(' ', '\0') == label)
                return slot;
        }

        throw new RefusedException(TokenRefusals.Missing with { Detail = new(label, label) });
    }

    private static List<nuint> Find(Cryptoki it, nuint session, TokenTemplate template)
    {
        using (template)
            Cryptoki.Check("C_FindObjectsInit", it.FindObjectsInit(session, template.Attributes, template.Count));
        var found = new nuint[2]; // Two are one too many already.
        var code = it.FindObjects(session, found, (nuint)found.Length, out var count);
        _ = it.FindObjectsFinal(session);
        Cryptoki.Check("C_FindObjects", code);
        return [.. found.Take((int)count)];
    }

    private static byte[] Read(Cryptoki it, nuint session, nuint key, nuint kind, int room)
    {
        using var template = TokenTemplate.Room(kind, room);
        var attributes = template.Attributes;
        Cryptoki.Check("C_GetAttributeValue", it.GetAttributeValue(session, key, attributes, template.Count));
        return TokenTemplate.Value(attributes[0]);
    }

    private static byte[] CurveOf(KeyKind kind)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(kind switch
        {
            KeyKind.P256 => ECCurve.NamedCurves.nistP256.Oid.Value!,
            KeyKind.P384 => ECCurve.NamedCurves.nistP384.Oid.Value!,
            KeyKind.Rsa => throw new ArgumentOutOfRangeException(nameof(kind), "An authority's key is P-256 or P-384."),
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
