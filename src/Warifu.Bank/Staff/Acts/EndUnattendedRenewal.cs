using Warifu.Bank.Enrolment.Unattended;
using Warifu.Bank.Notices;
using Warifu.Wire;

namespace Warifu.Bank.Staff.Acts;

/// <summary>A lost PC: its program renews the certificate no more without a person. The certificate stays until it is revoked.</summary>
internal sealed class EndUnattendedRenewal(UserNotices notices) : StaffAct
{
    public override string Name => "end-unattended-renewal";

    public override Phrase Words => new("証明書の自動更新の取りやめ", "End renewal without a person");

    public override Phrase Meaning => new("この利用者の電子証明書が、人の操作なしに更新されないようにします。電子証明書は有効なままです。",
        "This user's certificate is no longer renewed without a person. It stays valid.");

    public override async Task<Refusal?> ForbidsAsync(StaffActing acting) =>
        await UnattendedRenewal.FindAsync(acting.Work, acting.Holder.UserId) is null ? StaffRefusals.AlreadySo : null;

    public override async Task<StaffPaper?> RunAsync(StaffActing acting)
    {
        await UnattendedRenewal.WithdrawAsync(acting.Work, notices, acting.Entry, acting.Holder.UserId, acting.Holder.LoginId, acting.Now);
        return null;
    }
}
