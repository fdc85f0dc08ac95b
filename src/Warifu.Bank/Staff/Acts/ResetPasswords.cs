using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Bank.Users;
using Warifu.Wire;

namespace Warifu.Bank.Staff.Acts;

/// <summary>A new login password on paper (seed 001, 2.6); it must be changed at the next sign-in, and the user's sessions end.</summary>
internal sealed class ResetLoginPassword(Passwords passwords, Locking locking) : StaffAct
{
    // Where the old password was tried.
    private static readonly Door[] Opened = [Door.Certificate, Door.Id, Door.Enrolment];

    public override string Name => "reset-login-password";

    public override Phrase Words => new("ログインパスワードの再設定", "Reset the login password");

    public override Phrase Meaning => new("仮のログインパスワードを作ります。次のログインで変更が必要です。ログインのロックも解除します。",
        "Makes a temporary login password, to be changed at the next sign-in, and unlocks sign-in.");

    public override async Task<StaffPaper?> RunAsync(StaffActing acting)
    {
        var secret = NewUserPaper.Password(acting.Holder.LoginId, acting.Holder.UserName, acting.Profile.Password);
        await acting.ExecuteAsync("""
            update customer_user set login_password_hash = @hash, login_password_set_at = @Now, login_password_given = true
            where bank_code = @Tenant and user_id = @UserId
            """, new { hash = passwords.Hash(secret) });
        await Sessions.EndOfUserAsync(acting.Work, acting.Holder.UserId, acting.Now);
        foreach (var door in Opened)
            await locking.OpenAsync(acting.Work, acting.Entry, acting.Holder.UserId, acting.Holder.LoginId, door, acting.Now);
        return new(acting.Holder.LoginId, acting.Holder.UserName, new("仮のログインパスワード", "Temporary login password"), secret);
    }
}

/// <summary>A new 確認用パスワード on paper, for a user who forgot his.</summary>
internal sealed class ResetConfirmationPassword(Passwords passwords, Locking locking) : StaffAct
{
    public override string Name => "reset-confirmation-password";

    public override Phrase Words => new("確認用パスワードの再設定", "Reset the confirmation password");

    public override Phrase Meaning => new("仮の確認用パスワードを作り、そのロックを解除します。", "Makes a temporary confirmation password and unlocks it.");

    public override async Task<StaffPaper?> RunAsync(StaffActing acting)
    {
        var secret = NewUserPaper.Password(acting.Holder.LoginId, acting.Holder.UserName, acting.Profile.Password);
        await acting.ExecuteAsync("""
            update customer_user set confirmation_password_hash = @hash, confirmation_password_given = true where bank_code = @Tenant and user_id = @UserId
            """, new { hash = passwords.Hash(secret) });
        await locking.OpenAsync(acting.Work, acting.Entry, acting.Holder.UserId, acting.Holder.LoginId, Door.Confirmation, acting.Now);
        return new(acting.Holder.LoginId, acting.Holder.UserName, new("仮の確認用パスワード", "Temporary confirmation password"), secret);
    }
}

/// <summary>A new 電子証明書取得用パスワード on paper (seed 001, 2.6), at banks that have it.</summary>
internal sealed class ResetAcquisitionPassword(Passwords passwords) : StaffAct
{
    public override string Name => "reset-acquisition-password";

    public override Phrase Words => new("電子証明書取得用パスワードの再発行", "Reissue the acquisition password");

    public override Phrase Meaning => new("電子証明書の取得と取込みに使うパスワードを作ります。前のものは使えなくなります。",
        "Makes the password for acquiring and importing a certificate. The one before is good for nothing.");

    public override bool IsOffered(BankProfile profile) => profile.Certificate.AcquisitionPassword;

    public override Task<StaffPaper?> RunAsync(StaffActing acting) => RenewAsync(acting, passwords)!;

    public static async Task<StaffPaper> RenewAsync(StaffActing acting, Passwords passwords)
    {
        var secret = NewUserPaper.Password(acting.Holder.LoginId, acting.Holder.UserName, acting.Profile.Password);
        await acting.ExecuteAsync("""
            update customer_user set acquisition_password_hash = @hash, acquisition_password_set_at = @Now where bank_code = @Tenant and user_id = @UserId
            """, new { hash = passwords.Hash(secret) });
        return new(acting.Holder.LoginId, acting.Holder.UserName, new("電子証明書取得用パスワード", "Acquisition password"), secret);
    }
}
