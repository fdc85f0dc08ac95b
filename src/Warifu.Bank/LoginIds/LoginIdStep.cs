using Warifu.Postgres;

namespace Warifu.Bank.LoginIds;

/// <summary>Somebody on his way to a login ID.</summary>
/// <param name="LoginId">What he chose; null until he has.</param>
internal sealed record LoginIdStep(byte[] StepSha256, Guid UserId, string ContractId, string CustomerName, string Name, string? LoginId, string? MailAddress)
{
    /// <param name="since">What began before is over.</param>
    public static Task<LoginIdStep?> FindAsync(Work work, byte[] key, DateTimeOffset since) => work.SingleOrDefaultAsync<LoginIdStep>("""
        select s.step_sha256, s.user_id, u.contract_id, c.name as customer_name, u.name, s.login_id, s.mail_address
        from login_id_step s
        join customer_user u on u.bank_code = s.bank_code and u.user_id = s.user_id
        join contract c on c.bank_code = u.bank_code and c.contract_id = u.contract_id
        where s.bank_code = @Tenant and s.step_sha256 = @key and s.ended_at is null and s.begun_at > @since and not u.login_id_chosen and u.standing = 'active'
        """, new { work.Tenant, key, since });

    /// <summary>What he chose becomes his, and the step ends.</summary>
    /// <returns>1, or 0 when it was done before.</returns>
    public Task<int> TakeAsync(Work work, DateTimeOffset now) => work.ExecuteAsync("""
        with step as (
          update login_id_step set ended_at = @now where bank_code = @Tenant and step_sha256 = @StepSha256 and ended_at is null
          returning user_id, login_id, mail_address, login_password_hash, confirmation_password_hash)
        update customer_user u set login_id = step.login_id, login_id_chosen = true, mail_address = step.mail_address,
          login_password_hash = step.login_password_hash, confirmation_password_hash = step.confirmation_password_hash,
          login_password_set_at = @now, login_password_given = false, confirmation_password_given = false
        from step where u.bank_code = @Tenant and u.user_id = step.user_id and not u.login_id_chosen
        """, new { work.Tenant, StepSha256, now });
}
