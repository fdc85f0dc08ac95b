using Warifu.Bank.SignIn;
using Warifu.Bank.SignIn.OneTime;
using Warifu.Wire;

namespace Warifu.Bank.Staff.Acts;

/// <summary>A lost telephone: its authenticator app counts no more, and one-time passwords go by mail until another is registered.</summary>
internal sealed class RemoveAuthenticator(Authenticators authenticators, Locking locking) : StaffAct
{
    public override string Name => "remove-authenticator";

    public override Phrase Words => new("認証アプリの登録解除", "Remove the authenticator app");

    public override Phrase Meaning => new("なくした認証アプリを使えなくします。ワンタイムパスワードのロックも解除します。", "A lost app counts no more, and one-time passwords are unlocked.");

    public override async Task<Refusal?> ForbidsAsync(StaffActing acting) =>
        await Authenticators.IsRegisteredAsync(acting.Work, acting.Holder.UserId) ? null : StaffRefusals.AlreadySo;

    public override async Task<StaffPaper?> RunAsync(StaffActing acting)
    {
        await authenticators.RemoveAsync(acting.Work, acting.Entry, acting.Holder.UserId, acting.Now);
        await locking.OpenAsync(acting.Work, acting.Entry, acting.Holder.UserId, acting.Holder.LoginId, Door.OneTime, acting.Now);
        return null;
    }
}
