using System.Collections.Concurrent;
using System.Security.Cryptography;
using Warifu.Pki.Keys;
using Warifu.Wire;

namespace Warifu.Tokens;

/// <summary>
/// A signing key in a token. A session that fails is opened again once, over a library started anew; when that fails too, the
/// signature is refused. Nothing is signed twice: a signature that was lost never left the token.
/// </summary>
internal sealed class TokenKey : ECDsa
{
    /// <summary>A token that is gone is looked for once in this time, not by every request.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Token token;
    private readonly byte[] id;
    private readonly ECDsa half;
    private readonly TimeProvider time;
    private readonly ConcurrentBag<TokenSession> free = [];
    private readonly Lock recovering = new();
    private DateTimeOffset lostUntil = DateTimeOffset.MinValue;

    private TokenKey(Token token, byte[] id, SubjectKey key, TimeProvider time)
    {
        (this.token, this.id, this.time) = (token, id, time);
        half = Create();
        half.ImportSubjectPublicKeyInfo(key.Info.Span, out _);
        KeySizeValue = half.KeySize;
    }

    /// <summary>Opens the key and has it prove that it belongs to the public key.</summary>
    /// <exception cref="RefusedException">The token, the PIN or the key does not serve.</exception>
    public static TokenKey Open(Token token, byte[] id, SubjectKey key, TimeProvider time)
    {
        var opened = new TokenKey(token, id, key, time);
        try
        {
            opened.free.Add(opened.OpenProven());
            return opened;
        }
        catch (Exception failed)
        {
            opened.Dispose();
            if (failed is CryptokiException)
                throw new RefusedException(TokenRefusals.Lost with { Detail = new(token.Label, token.Label) }, failed);
            throw;
        }
    }

    public override byte[] SignHash(byte[] hash)
    {
        // A try under a generation that another thread ended says nothing of the token: it is repeated under the next one.
        for (var restarted = false; ;)
        {
            var generation = token.Module.Generation;
            try
            {
                return Sign(hash);
            }
            catch (CryptokiException) when (generation != token.Module.Generation)
            {
            }
            catch (CryptokiException lost)
            {
                if (restarted)
                    throw Lost(lost);
                Recover(generation, lost);
                restarted = true;
            }
            catch (RefusedException refused) when (!restarted && refused.Refusal.Code != TokenRefusals.PinRefused.Code)
            {
                Recover(generation, refused);
                restarted = true;
            }
        }
    }

    public override bool VerifyHash(byte[] hash, byte[] signature) => half.VerifyHash(hash, signature);

    /// <exception cref="CryptographicException">Private parameters are asked for: they are in the token for good.</exception>
    public override ECParameters ExportParameters(bool includePrivateParameters) => includePrivateParameters
        ? throw new CryptographicException("The private key is in a token.")
        : half.ExportParameters(false);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            while (free.TryTake(out var session))
                Close(session);
            half.Dispose();
        }

        base.Dispose(disposing);
    }

    private byte[] Sign(byte[] hash)
    {
        var session = free.TryTake(out var kept) && kept.Generation == token.Module.Generation ? kept : OpenProven();
        var signature = Sign(session, hash);
        free.Add(session);
        return signature;
    }

    private byte[] Sign(TokenSession session, byte[] hash) => token.Module.Use(it =>
    {
        if (session.Generation != token.Module.Generation)
            throw new CryptokiException("a session of an earlier start", 0);
        try
        {
            return it.SignBy(session.Handle, session.Key, hash);
        }
        catch (CryptokiException)
        {
            _ = it.CloseSession(session.Handle);
            throw;
        }
    });

    /// <summary>Another token under the same label would sign too; its signature would not verify.</summary>
    private TokenSession OpenProven()
    {
        var session = token.OpenFor(id);
        var drawn = RandomNumberGenerator.GetBytes(KeySize / 8);
        if (half.VerifyHash(drawn, Sign(session, drawn)))
            return session;
        Close(session);
        throw new RefusedException(TokenRefusals.KeyMissing with { Detail = new(token.Label, token.Label) });
    }

    private void Recover(int generation, Exception failed)
    {
        lock (recovering)
        {
            if (generation != token.Module.Generation)
                return; // Somebody did it since.
            var now = time.GetUtcNow();
            if (now < lostUntil && lostUntil - now <= Pause)
                throw Lost(failed);
            lostUntil = now + Pause;
            try
            {
                token.Module.Restart(generation);
            }
            catch (CryptokiException again)
            {
                throw Lost(again);
            }
        }
    }

    private void Close(TokenSession session) => token.Module.Use(it =>
        session.Generation == token.Module.Generation ? it.CloseSession(session.Handle) : Cryptoki.Ok);

    private RefusedException Lost(Exception failed) =>
        new(TokenRefusals.Lost with { Detail = new(token.Label, token.Label) }, failed);
}
