using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Pki.Certificates;
using Warifu.Pki.Keys;
using Warifu.Tokens;
using Warifu.Wire;

namespace Warifu.Desk.Keys.Tokens;

/// <summary>Keys in a token, made there and never to leave it; their certificates stand beside them.</summary>
[SupportedOSPlatform("linux")]
internal sealed class TokenKeys(OwnToken token) : IKeyStore
{
    private const string Prefix = "key-";

    public Outcome<ECDsa> Make(string name)
    {
        var id = IdOf(name);
        var made = token.Use(TokenSessions.Writable, (it, session) =>
        {
            // Both halves, or what is left of a token pulled in between goes.
            if (it.Find(session, TokenTemplate.PrivateKeyOf(id)).Count != 1 || it.PublicKey(session, id) is null)
            {
                it.Remove(session, id);
                it.Generate(session, name, id, KeyKind.P256);
            }
            return it.PublicKey(session, id)!;
        });
        return made.Refusal is { } refusal ? refusal : new TokenSigner(token, id, made.Value);
    }

    public Refusal? Keep(string name, byte[] certificate) => token.Use(TokenSessions.Writable, (it, session) =>
    {
        var read = Certificate.Read(certificate); // One of another issuer may have a shape that ours never have.
        it.Put(session, (read.Refusal is null ? read.Value.Subject?.CommonName : null) ?? name, IdOf(name), certificate);
        return true;
    }).Refusal;

    public Outcome<X509Certificate2> Pair(string name, byte[] certificate)
    {
        using var bare = X509CertificateLoader.LoadCertificate(certificate);
        // It signs as long as OpenSSL may ask, and is not disposed of here.
        var signer = new TokenSigner(token, IdOf(name), SubjectKey.Read(bare.PublicKey.ExportSubjectPublicKeyInfo()));
        var drawn = RandomNumberGenerator.GetBytes(32);
        try
        {
            if (!signer.VerifyHash(drawn, signer.SignHash(drawn)))
                return token.Told(TokenRefusals.KeyMissing);
        }
        catch (RefusedException refused)
        {
            return refused.Refusal;
        }
        _ = Keep(name, certificate); // Where it was pulled before the certificate was beside its key; if it is still refused, the next time.
        using var key = OpenSslKey.Of(signer);
        return bare.CopyWithPrivateKey(key);
    }

    public Refusal? Remove(string name) => token.Use(TokenSessions.Writable, (it, session) =>
    {
        it.Remove(session, IdOf(name));
        return true;
    }).Refusal;

    private static byte[] IdOf(string name) => Convert.FromHexString(name[Prefix.Length..]);
}
