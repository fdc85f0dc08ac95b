using System.Security.Cryptography;
using System.Text;
using Warifu.Pki.Keys;
using Warifu.Wire;

namespace Warifu.Tokens;

/// <summary>An open session with the handle of one key in it.</summary>
internal sealed record TokenSession(nuint Handle, nuint Key, int Generation);

/// <summary>A token by its label. A PIN it refused once is never sent again.</summary>
internal sealed class Token(TokenModule module, string label, string pin)
{
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
            return it.PublicKey(session, id);
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
        if (it.Find(session, TokenTemplate.PrivateKeyOf(id)) is [var only])
            return new TokenSession(session, only, module.Generation);
        _ = it.CloseSession(session);
        throw new RefusedException(TokenRefusals.KeyMissing with { Detail = new(label, label) });
    });

    private nuint GenerateIn(Cryptoki it, string name, byte[] id, KeyKind kind)
    {
        var session = Open(it, TokenSessions.Writable);
        try
        {
            if (it.Find(session, TokenTemplate.PrivateKeyNamed(name)).Count > 0)
                throw new RefusedException(TokenRefusals.KeyTaken with { Detail = new($"{label}: {name}", $"{label}: {name}") });
            return it.Generate(session, name, id, kind);
        }
        finally
        {
            _ = it.CloseSession(session);
        }
    }

    private nuint Open(Cryptoki it, nuint flags)
    {
        var session = it.Open(SlotOf(it), flags);
        // Many sessions may open at once; a wrong PIN must count one failure.
        lock (login)
        {
            if (pinRefused)
                throw new RefusedException(TokenRefusals.PinRefused with { Detail = new(label, label) });
            var octets = Encoding.UTF8.GetBytes(pin);
            var code = it.Login(session, TokenSessions.User, octets, (nuint)octets.Length);
            CryptographicOperations.ZeroMemory(octets);
            if (code is Cryptoki.Ok or Cryptoki.AlreadyLoggedIn)
                return session;
            _ = it.CloseSession(session);
            var failed = new CryptokiException("C_Login", code);
            pinRefused = failed.IsPinRefused;
            throw pinRefused ? new RefusedException(TokenRefusals.PinRefused with { Detail = new(label, label) }, failed) : failed;
        }
    }

    private nuint SlotOf(Cryptoki it) =>
        TokenInfo.All(it).FirstOrDefault(token => token.Label == label)?.Slot
        ?? throw new RefusedException(TokenRefusals.Missing with { Detail = new(label, label) });
}
