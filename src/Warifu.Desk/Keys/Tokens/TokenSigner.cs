using System.Security.Cryptography;
using Warifu.Pki.Keys;
using Warifu.Tokens;
using Warifu.Wire;

namespace Warifu.Desk.Keys.Tokens;

/// <summary>A key in a token: each signature is made there, in a session of its own.</summary>
/// <exception cref="RefusedException">From signing, when the token is gone, shut, or without the key.</exception>
internal sealed class TokenSigner : ECDsa
{
    private readonly OwnToken token;
    private readonly byte[] id;
    private readonly ECDsa half = Create();

    public TokenSigner(OwnToken token, byte[] id, SubjectKey key)
    {
        (this.token, this.id) = (token, id);
        half.ImportSubjectPublicKeyInfo(key.Info.Span, out _);
        KeySizeValue = half.KeySize;
    }

    public override byte[] SignHash(byte[] hash)
    {
        // ECDSA uses as many octets of a hash as the curve has (FIPS 186-5, 6.4.1); some tokens refuse more.
        var fitting = hash[..Math.Min(hash.Length, KeySize / 8)];
        var signed = token.Use(0, (it, session) => it.Find(session, TokenTemplate.PrivateKeyOf(id)) is [var key]
            ? it.SignBy(session, key, fitting)
            : throw new RefusedException(token.Told(TokenRefusals.KeyMissing)));
        return signed.Refusal is { } refusal ? throw new RefusedException(refusal) : signed.Value;
    }

    public override bool VerifyHash(byte[] hash, byte[] signature) => half.VerifyHash(hash, signature);

    /// <exception cref="CryptographicException">Private parameters are asked for: they are in the token for good.</exception>
    public override ECParameters ExportParameters(bool includePrivateParameters) => includePrivateParameters
        ? throw new CryptographicException("The private key is in a token.")
        : half.ExportParameters(false);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            half.Dispose();
        base.Dispose(disposing);
    }
}
