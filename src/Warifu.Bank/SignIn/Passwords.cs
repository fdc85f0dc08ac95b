using Microsoft.AspNetCore.Identity;

namespace Warifu.Bank.SignIn;

/// <summary>Login and confirmation passwords at rest: PBKDF2-HMAC-SHA-512 with a salt each, by the framework's hasher.</summary>
internal sealed class Passwords
{
    private readonly PasswordHasher<Passwords> hasher = new();
    private readonly string nobody;

    public Passwords() => nobody = Hash("");

    public string Hash(string password) => hasher.HashPassword(this, password);

    /// <param name="hash">Null for a user who is not there: it takes as long and is never right.</param>
    public bool Matches(string? hash, string password) =>
        hasher.VerifyHashedPassword(this, hash ?? nobody, password) != PasswordVerificationResult.Failed && hash is not null;
}
