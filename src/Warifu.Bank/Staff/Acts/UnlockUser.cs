using Warifu.Bank.SignIn;
using Warifu.Wire;

namespace Warifu.Bank.Staff.Acts;

/// <summary>Lock of a user ID lifted on a sealed paper request (seed 001, 2.7); he is told by mail and at home.</summary>
internal sealed class UnlockUser(Locking locking) : StaffAct
{
    public override string Name => "unlock";

    public override Phrase Words => new("ロック解除", "Unlock");

    public override Phrase Meaning => new("続けて間違えてロックされた入口をすべて開きます。パスワードは変わりません。", "Opens everything that wrong tries have locked. Passwords stay as they are.");

    public override async Task<Refusal?> ForbidsAsync(StaffActing acting) => await acting.FindAsync<long?>(
        "select count(*) from lock_counter where bank_code = @Tenant and user_id = @UserId and failures >= @tries", new { tries = acting.Profile.SignIn.Tries }) > 0
        ? null : StaffRefusals.NothingLocked;

    public override async Task<StaffPaper?> RunAsync(StaffActing acting)
    {
        foreach (var door in Enum.GetValues<Door>())
            await locking.OpenAsync(acting.Work, acting.Entry, acting.Holder.UserId, acting.Holder.LoginId, door, acting.Now);
        return null;
    }
}
