using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.SignIn;

/// <summary>The user whose certificate a connection proved, before he has given his password.</summary>
/// <param name="SessionSeenAt">When his open session was last used; null when none is open.</param>
/// <param name="AuthorityHeardAt">When the bank last heard of the Authority; null when it never listened.</param>
internal sealed record CertificateHolder(
    Guid UserId, string LoginId, string UserName, string UserStanding, string ContractId, string LoginPasswordHash,
    DateTimeOffset NotAfter, string CertificateState, DateTimeOffset? SessionSeenAt, DateTimeOffset? AuthorityHeardAt)
{
    // NotAfter is the last second of validity.
    private static readonly TimeSpan LastSecond = TimeSpan.FromSeconds(1);

    public static async Task<Outcome<CertificateHolder>> FindAsync(Database database, BankProfile profile, byte[]? certificate, CancellationToken cancel)
    {
        if (certificate is null)
            return SignInRefusals.CertificateNotOffered;
        var holder = await database.ReadAsync<CertificateHolder>(
            "select * from certificate_standing(@bank, @certificate)", new { bank = profile.Code.Value, certificate }, cancel);
        if (holder is null)
            return SignInRefusals.CertificateUnknown;
        var now = database.Time.GetUtcNow();
        return Judge(holder.CertificateState, holder.NotAfter, holder.UserStanding, now) is { } refusal ? refusal
            // What was revoked at the Authority since then is not known here: nobody new is let in.
            : holder.AuthorityHeardAt is not { } heard || now - heard >= profile.Certificate.AuthoritySilence ? SignInRefusals.AuthoritySilent
            : holder;
    }

    /// <summary>The one rule by which register row and user decide; the handshake decides nothing, not even expiry.</summary>
    public static Refusal? Judge(string certificateState, DateTimeOffset notAfter, string userStanding, DateTimeOffset now) =>
        certificateState == "suspended" ? SignInRefusals.CertificateSuspended
        : certificateState != "active" ? SignInRefusals.CertificateRevoked
        : now >= notAfter + LastSecond ? SignInRefusals.CertificateExpired
        : userStanding != "active" ? SignInRefusals.UserStopped
        : null;
}
