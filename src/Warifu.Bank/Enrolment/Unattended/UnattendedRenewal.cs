using Warifu.Bank.History;
using Warifu.Bank.Notices;
using Warifu.Bank.Profiles;
using Warifu.Postgres;

namespace Warifu.Bank.Enrolment.Unattended;

/// <summary>
/// Leave to renew a certificate with its key alone, as the row says it. A user gives it once, with his passwords; the bank gives it with a
/// one-time enrolment credential, which is for devices. It passes to each successor, and never to a certificate that is acquired anew.
/// </summary>
/// <param name="Renewed">What that certificate took over from: it may have another successor where the Authority has ended this one.</param>
/// <param name="ByBank">Given by the bank, whatever the profile lets users do.</param>
internal sealed record UnattendedRenewal(byte[] CertificateSha256, byte[]? Renewed, DateTimeOffset GivenAt, bool ByBank)
{
    /// <summary>The user's; null when nobody has given it.</summary>
    public static Task<UnattendedRenewal?> FindAsync(Work work, Guid user) => work.SingleOrDefaultAsync<UnattendedRenewal>("""
        select u.certificate_sha256, k.renews_sha256 as renewed, u.given_at, u.given_by = 'bank' as by_bank
        from unattended_renewal u join certificate k on k.bank_code = u.bank_code and k.sha256 = u.certificate_sha256
        where u.bank_code = @Tenant and u.user_id = @user
        """, new { work.Tenant, user });

    /// <summary>Whether it holds for this certificate at a bank of this profile.</summary>
    public bool Covers(byte[] certificate, BankProfile profile) =>
        (certificate.AsSpan().SequenceEqual(CertificateSha256) || certificate.AsSpan().SequenceEqual(Renewed)) && (ByBank || profile.Certificate.UnattendedRenewal);

    /// <summary>By its user; said again it changes nothing.</summary>
    public static async Task GiveAsync(Work work, UserNotices notices, HistoryEntry entry, Guid user, byte[] certificate, DateTimeOffset now)
    {
        if (await work.ExecuteAsync("""
            insert into unattended_renewal as u (bank_code, user_id, certificate_sha256, given_at, given_by) values (@Tenant, @user, @certificate, @now, 'user')
            on conflict (bank_code, user_id) do update
            set certificate_sha256 = excluded.certificate_sha256, given_at = excluded.given_at, given_by = excluded.given_by
            where u.certificate_sha256 <> excluded.certificate_sha256
            """, new { work.Tenant, user, certificate, now }) != 1)
            return;
        await entry.WriteAsync(work, Act.UnattendedRenewalAllowed, entry.LoginId, now);
        await notices.TellAsync(work, user, NoticeKind.UnattendedRenewalAllowed, detail: null, now);
    }

    /// <param name="entry">Who withdraws it: the user, or the bank.</param>
    /// <param name="loginId">The user's.</param>
    /// <returns>False when there was none.</returns>
    public static async Task<bool> WithdrawAsync(Work work, UserNotices notices, HistoryEntry entry, Guid user, string loginId, DateTimeOffset now)
    {
        if (await work.ExecuteAsync("delete from unattended_renewal where bank_code = @Tenant and user_id = @user", new { work.Tenant, user }) != 1)
            return false;
        await entry.WriteAsync(work, Act.UnattendedRenewalWithdrawn, loginId, now);
        await notices.TellAsync(work, user, NoticeKind.UnattendedRenewalWithdrawn, detail: null, now);
        return true;
    }

    /// <summary>
    /// A certificate has entered the register: it takes over from the one it renews, or came by a credential of the bank. A new PC has no such leave.
    /// </summary>
    public static Task PassOnAsync(Work work, EnrolmentIntent intent, byte[] entered, DateTimeOffset now) => intent.RenewsSha256 is { } old
        ? work.ExecuteAsync(
            """
            update unattended_renewal set certificate_sha256 = @entered where bank_code = @Tenant and user_id = @UserId and certificate_sha256 = @old
              and not exists (select 1 from replacement where bank_code = @Tenant and request_key = @RequestKey)
            """, new { work.Tenant, intent.UserId, intent.RequestKey, entered, old })
        : work.ExecuteAsync("""
            insert into unattended_renewal (bank_code, user_id, certificate_sha256, given_at, given_by)
            select bank_code, user_id, @entered, @now, 'bank' from enrolment_credential where bank_code = @Tenant and request_key = @RequestKey
            on conflict (bank_code, user_id) do update
            set certificate_sha256 = excluded.certificate_sha256, given_at = excluded.given_at, given_by = excluded.given_by
            """, new { work.Tenant, intent.RequestKey, entered, now });
}
