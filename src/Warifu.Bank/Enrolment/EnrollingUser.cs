using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Enrolment;

/// <summary>The user who asks for a certificate, before and after he has given his password.</summary>
internal sealed record EnrollingUser(
    Guid UserId, string ContractId, string LoginId, string UserSeq, string Kind, string Standing, string LoginPasswordHash, string LatinName)
{
    /// <param name="loginId">As somebody typed it.</param>
    public static async Task<EnrollingUser?> FindAsync(Work work, string loginId) => loginId.Any(char.IsControl) ? null
        : await work.SingleOrDefaultAsync<EnrollingUser>("""
            select u.user_id, u.contract_id, u.login_id, u.user_seq, u.kind, u.standing, u.login_password_hash, c.latin_name
            from customer_user u join contract c on c.bank_code = u.bank_code and c.contract_id = u.contract_id
            where u.bank_code = @Tenant and u.login_id = @loginId and u.login_id_chosen
            """, new { work.Tenant, loginId });

    /// <summary>Until the unit of work ends: of several requests for one user each sees what the one before it did.</summary>
    public Task LockAsync(Work work) => work.ExecuteAsync(
        "select 1 from customer_user where bank_code = @Tenant and user_id = @UserId for update", new { work.Tenant, UserId });

    /// <summary>One certificate per user; who can revoke the one that stands depends on his kind (seed 003, (5)).</summary>
    public Refusal StillValid(BankProfile profile) => EnrolmentRefusals.StillValid with
    {
        Detail = profile.Kind(Kind).RevokedByStaffOnly
            ? new("失効は、お取引店に「クライアント証明書（電子証明書）機能申込書」を提出して行います。",
                "It is revoked at the branch, on the application form.")
            : new("失効は、マスターユーザまたは管理者ユーザが「管理 » 利用者管理 » 証明書失効」で行います。",
                "The master user or an administrator revokes it at Manage » Users » Revoke a certificate."),
    };
}
