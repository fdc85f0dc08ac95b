namespace Warifu.Tests.Bank.Enrolment.Unattended;

/// <summary>Leave to renew without a person, as it stands in the register.</summary>
internal static class UnattendedRenewals
{
    /// <summary>For a user's latest certificate.</summary>
    public static Task AllowAsync(TestBank bank, string loginId, string by = "user") => bank.ExecuteAsync("""
        insert into unattended_renewal (bank_code, user_id, certificate_sha256, given_at, given_by)
        select c.bank_code, c.user_id, c.sha256, c.entered_at, @by from certificate c join customer_user u using (bank_code, user_id)
        where u.login_id = @loginId and c.state = 'active' order by c.entered_at desc limit 1
        on conflict (bank_code, user_id) do update set certificate_sha256 = excluded.certificate_sha256
        """, new { loginId, by });
}
