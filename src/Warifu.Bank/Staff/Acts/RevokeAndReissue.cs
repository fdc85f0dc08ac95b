using Warifu.Bank.Certificates;
using Warifu.Bank.SignIn;
using Warifu.Postgres.Jobs;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Bank.Staff.Acts;

/// <summary>
/// A new PC (seed 001, 2.9; seed 003, (5)): the certificate is revoked and another may be acquired, with a new acquisition password where the bank
/// has them. The only way for a master's own certificate.
/// </summary>
internal sealed class RevokeAndReissue(Passwords passwords, Locking locking, JobQueue jobs) : StaffAct
{
    public override string Name => "revoke-and-reissue";

    public override Phrase Words => new("証明書の失効・再発行の許可", "Revoke, and allow another");

    public override Phrase Meaning => new("電子証明書を失効します。取り消せません。その後、利用者は新しい電子証明書を取得できます。",
        "Revokes the certificate, which cannot be undone. The user may then acquire a new one.");

    public override Task<Refusal?> ForbidsAsync(StaffActing acting) =>
        Task.FromResult(acting.Holder.State.Stands() ? null : RevocationRefusals.NothingToRevoke);

    public override async Task<StaffPaper?> RunAsync(StaffActing acting)
    {
        await RegisterRevocation.WriteAsync(acting.Work, jobs, acting.Holder, RevocationReason.Superseded, acting.Entry, acting.Now);
        await locking.OpenAsync(acting.Work, acting.Entry, acting.Holder.UserId, acting.Holder.LoginId, Door.Enrolment, acting.Now);
        return acting.Profile.Certificate.AcquisitionPassword ? await ResetAcquisitionPassword.RenewAsync(acting, passwords) : null;
    }
}
