using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;

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
        return Judge(holder.CertificateState, holder.NotAfter, holder.UserStanding, now) is { } refusal
            ? await ExplainedAsync(database, profile.Code.Value, certificate, refusal, cancel)
            // What was revoked at the Authority since then is not known here: nobody new is let in.
            : holder.AuthorityHeardAt is not { } heard || now - heard >= profile.Certificate.AuthoritySilence ? SignInRefusals.AuthoritySilent
            : holder;
    }

    /// <summary>Whose certificate ended by its successor, or has one, is told to take that.</summary>
    public static async Task<Refusal> ExplainedAsync(Database database, string bank, byte[] certificate, Refusal refusal, CancellationToken cancel)
    {
        if (refusal != SignInRefusals.CertificateRevoked && refusal != SignInRefusals.CertificateExpired)
            return refusal;
        var (hasSuccessor, replaced) = await database.InTenantAsync(bank, work => work.SingleAsync<(bool, bool)>("""
            select count(*) > 0, coalesce(bool_or(next.overlap = @overlap and old.revocation_reason = @reason), false)
            from certificate old join certificate next on next.bank_code = old.bank_code and next.renews_sha256 = old.sha256
            where old.bank_code = @Tenant and old.sha256 = @certificate and next.state = 'active' and next.not_after > @now
            """, new
        {
            work.Tenant,
            certificate,
            overlap = $"{RenewalOverlap.ReplaceOnFirstUse}",
            reason = $"{RevocationReason.Superseded}",
            now = database.Time.GetUtcNow(),
        }), cancel);
        return replaced ? SignInRefusals.CertificateReplaced
            : hasSuccessor && refusal == SignInRefusals.CertificateExpired ? refusal with { Detail = SuccessorThere }
            : refusal;
    }

    private static readonly Phrase SuccessorThere = new(
        "更新後の新しい電子証明書が発行されています。お手元にあれば、すべてのブラウザを閉じてから、新しいものを選んでください。",
        "Its successor has been issued. If you have it, close all browsers and choose that one.");

    /// <summary>The one rule by which register row and user decide; the handshake decides nothing, not even expiry.</summary>
    public static Refusal? Judge(string certificateState, DateTimeOffset notAfter, string userStanding, DateTimeOffset now) =>
        certificateState == "suspended" ? SignInRefusals.CertificateSuspended
        : certificateState != "active" ? SignInRefusals.CertificateRevoked
        : now >= notAfter + LastSecond ? SignInRefusals.CertificateExpired
        : userStanding != "active" ? SignInRefusals.UserStopped
        : null;
}
