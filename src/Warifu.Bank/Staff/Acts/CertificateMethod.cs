using Warifu.Bank.Profiles;
using Warifu.Wire;

namespace Warifu.Bank.Staff.Acts;

/// <summary>
/// クライアント証明書機能申込書 (seed 003): the certificate method on for a contract, for all of its users, or off. Sessions of the other kind end.
/// </summary>
internal abstract class CertificateMethod(string method) : StaffAct
{
    /// <summary>As contracts name it.</summary>
    public string Method => method;

    public override StaffTarget Target => StaffTarget.Contract;

    public override async Task<Refusal?> ForbidsAsync(StaffActing acting) =>
        await acting.FindAsync<string>("select sign_in_method from contract where bank_code = @Tenant and contract_id = @ContractId") == method ? StaffRefusals.AlreadySo : null;

    public override async Task<StaffPaper?> RunAsync(StaffActing acting)
    {
        await acting.ExecuteAsync("""
            update contract set sign_in_method = @method, certificate_method_since = case when @method = 'certificate' then @Now::timestamptz end
            where bank_code = @Tenant and contract_id = @ContractId
            """, new { method });
        await acting.ExecuteAsync("""
            update bank_session s set ended_at = @Now, end_reason = 'signed-out' from customer_user u
            where s.bank_code = @Tenant and s.ended_at is null and u.bank_code = s.bank_code and u.user_id = s.user_id and u.contract_id = @ContractId
            """);
        return null;
    }
}

internal sealed class CertificateMethodOn() : CertificateMethod("certificate")
{
    public override string Name => "certificate-method-on";

    public override Phrase Words => new("電子証明書方式の開始", "Certificate method on");

    public override Phrase Meaning => new("この契約のすべての利用者が、電子証明書でログインするようになります。利用者ごとの例外はありません。",
        "All users of the contract sign in by certificate from then on, without exception.");
}

internal sealed class CertificateMethodOff() : CertificateMethod("id")
{
    public override string Name => "certificate-method-off";

    public override bool IsOffered(BankProfile profile) => profile.SignIn.ById;

    public override Phrase Words => new("電子証明書方式の終了", "Certificate method off");

    public override Phrase Meaning => new("この契約のすべての利用者が、ID・パスワード方式でログインするようになります。電子証明書は失効しません。",
        "All users of the contract sign in by ID and password from then on. Certificates are not revoked.");
}
