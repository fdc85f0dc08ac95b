using Warifu.Bank.History;
using Warifu.Bank.Notices;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Bank.SignIn.ById;
using Warifu.Bank.SignIn.OneTime;
using Warifu.Bank.Users;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.LoginIds;

/// <summary>What the bank sent on paper.</summary>
/// <param name="Seq">利用者番号: the place in the contract.</param>
internal sealed record PaperOfBank(string ContractId, string Seq, string Login, string Confirmation);

/// <summary>What the user chose.</summary>
internal sealed record ChosenLogin(string LoginId, string Login, string LoginAgain, string Confirmation, string ConfirmationAgain, string Mail);

/// <summary>
/// ログインID取得 (seed 003, BSH5001): a new user chooses his login ID, his passwords and his mail address.
/// 1. He proves by the paper who he is: the try is booked, behind a door that is open only until he has his ID, then both passwords are
///    looked at. Whoever is not there, or has his ID, is answered alike.
/// 2. What he chose is fit and free; it waits, and a code goes to the address.
/// 3. The try is booked, then the code is looked at. In one unit of work: the ID is still free, it becomes his, and the step ends.
/// </summary>
internal sealed class LoginIdTaking(
    Database database, Banks banks, Doors doors, Locking locking, Passwords passwords, SlowDown slowing, MailedCodes codes)
{
    private const string MailedFor = "login-id";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(10);
    private static readonly Phrase MailSubject = new("ログインID取得の確認", "Confirmation of your mail address");

    /// <returns>The step's cookie.</returns>
    public async Task<Outcome<string>> IdentifyAsync(string bank, PaperOfBank paper, string? from, CancellationToken cancel) // 1
    {
        if (!await slowing.TakeAsync(bank, from, $"{paper.ContractId}-{paper.Seq}", cancel))
            return IdSignInRefusals.TooSoon;
        var user = await database.InTenantAsync(bank, work => NewcomerAsync(work, paper), cancel);
        var booked = user is not null && await doors.BookAsync(bank, user.UserId, Door.LoginId, banks.Of(bank).Profile.SignIn.Tries, cancel);
        // Both are looked at, whatever the first says.
        var right = passwords.Matches(booked ? user!.LoginPasswordHash : null, paper.Login)
            & passwords.Matches(booked ? user!.ConfirmationPasswordHash : null, paper.Confirmation);
        return await database.InTenantAsync<Outcome<string>>(bank, async work =>
        {
            var now = database.Time.GetUtcNow();
            if (!right)
            {
                if (booked)
                    await locking.WrongAsync(work, user!.Entry(from), user.UserId, Door.LoginId, Act.LoginIdFailed, LoginIdRefusals.WrongPaper.Code, now);
                return LoginIdRefusals.WrongPaper;
            }
            await Doors.ClearAsync(work, user!.UserId, Door.LoginId);
            await SlowDown.GiveBackAsync(work, from, $"{paper.ContractId}-{paper.Seq}");
            var cookie = SessionCookie.NewValue();
            await work.ExecuteAsync(
                "insert into login_id_step (bank_code, step_sha256, user_id, begun_at) values (@Tenant, @key, @UserId, @now)",
                new { work.Tenant, key = SessionCookie.KeyOf(cookie), user.UserId, now });
            return cookie;
        }, cancel);
    }

    /// <returns>Null when there is none, or it is over.</returns>
    public async Task<LoginIdStep?> FindAsync(string bank, string? cookie, CancellationToken cancel) =>
        cookie is null ? null : await database.InTenantAsync(bank, work => LoginIdStep.FindAsync(work, SessionCookie.KeyOf(cookie), database.Time.GetUtcNow() - Life), cancel);

    /// <returns>Null when the code is on its way.</returns>
    public async Task<Refusal?> ChooseAsync(string bank, string? cookie, ChosenLogin chosen, CancellationToken cancel) // 2
    {
        if (await FindAsync(bank, cookie, cancel) is not { } step)
            return LoginIdRefusals.StepOver;
        if (Faults(chosen, step.Name, banks.Of(bank).Profile.Password) is { Count: > 0 } faults)
            return LoginIdRefusals.Unfit with { Detail = new(string.Join('\n', faults.Select(fault => fault.Ja)), string.Join('\n', faults.Select(fault => fault.En))) };
        var (login, confirmation) = (passwords.Hash(chosen.Login), passwords.Hash(chosen.Confirmation));
        return await database.InTenantAsync(bank, async work =>
        {
            if (await IsTakenAsync(work, chosen.LoginId))
                return LoginIdRefusals.Taken;
            await work.ExecuteAsync("""
                update login_id_step set login_id = @LoginId, mail_address = @Mail, login_password_hash = @login, confirmation_password_hash = @confirmation
                where bank_code = @Tenant and step_sha256 = @StepSha256
                """, new { work.Tenant, step.StepSha256, chosen.LoginId, chosen.Mail, login, confirmation });
            return await codes.SendAsync(
                work, new MailReader(step.UserId, step.Name, chosen.Mail), step.StepSha256, MailedFor, MailSubject, CodeLife, database.Time.GetUtcNow());
        }, cancel);
    }

    /// <returns>The login ID, which is his from now on.</returns>
    public async Task<Outcome<string>> ConfirmAsync(string bank, string? cookie, string code, string? from, CancellationToken cancel) // 3
    {
        if (await FindAsync(bank, cookie, cancel) is not { LoginId: { } loginId } step)
            return LoginIdRefusals.StepOver;
        if (!await doors.BookAsync(bank, step.UserId, Door.LoginId, banks.Of(bank).Profile.SignIn.Tries, cancel))
            return LoginIdRefusals.WrongCode;
        return await database.InTenantAsync<Outcome<string>>(bank, async work =>
        {
            var now = database.Time.GetUtcNow();
            var entry = new HistoryEntry(step.ContractId, loginId, from);
            await work.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended(@loginId, 0))", new { loginId }); // Of two who want one ID the second sees the first.
            if (!await codes.UseAsync(work, step.StepSha256, MailedFor, code, now))
            {
                await locking.WrongAsync(work, entry, step.UserId, Door.LoginId, Act.LoginIdFailed, LoginIdRefusals.WrongCode.Code, now);
                return LoginIdRefusals.WrongCode;
            }
            await Doors.ClearAsync(work, step.UserId, Door.LoginId);
            if (await IsTakenAsync(work, loginId))
                return LoginIdRefusals.Taken;
            if (await step.TakeAsync(work, now) != 1)
                return LoginIdRefusals.StepOver;
            await entry.WriteAsync(work, Act.LoginIdTaken, detail: null, now);
            return loginId;
        }, cancel);
    }

    private static List<Phrase> Faults(ChosenLogin chosen, string name, PasswordPolicy policy)
    {
        var faults = new List<Phrase>();
        if (!ContractChecks.IsLoginId(chosen.LoginId))
            faults.Add(new("ログインID: 半角英数字 4〜38 文字です。", "Login ID: 4 to 38 half-width letters and digits."));
        if (!PasswordRule.Holds(chosen.Login, chosen.LoginId, name, policy) || chosen.Login != chosen.LoginAgain)
            faults.Add(new($"ログインパスワード: 半角英字と数字を混ぜて {policy.MinimumLength} 文字以上、ID・お名前と異なるものを、二度同じに。", $"Login password: {policy.MinimumLength} or more half-width letters and digits, neither ID nor name, the same twice."));
        if (!PasswordRule.Holds(chosen.Confirmation, chosen.LoginId, name, policy) || chosen.Confirmation != chosen.ConfirmationAgain || chosen.Confirmation == chosen.Login)
            faults.Add(new("確認用パスワード: 同じ条件で、ログインパスワードと別のものを、二度同じに。", "Confirmation password: by the same rule, another one than the login password, the same twice."));
        if (!MailAddress.Holds(chosen.Mail))
            faults.Add(new("メールアドレス: 半角で、name@company.example の形です。", "Mail address: half-width, as name@company.example."));
        return faults;
    }

    private static Task<bool> IsTakenAsync(Work work, string loginId) => work.SingleAsync<bool>(
        "select exists (select 1 from customer_user where bank_code = @Tenant and lower(login_id) = lower(@loginId))", new { work.Tenant, loginId });

    private static async Task<Newcomer?> NewcomerAsync(Work work, PaperOfBank paper) =>
        !paper.ContractId.All(char.IsAsciiDigit) || !paper.Seq.All(char.IsAsciiLetterOrDigit) ? null
        : await work.SingleOrDefaultAsync<Newcomer>("""
            select user_id, contract_id, login_id, login_password_hash, confirmation_password_hash from customer_user
            where bank_code = @Tenant and contract_id = @ContractId and user_seq = @Seq and not login_id_chosen and standing = 'active'
            """, new { work.Tenant, paper.ContractId, paper.Seq });

    private sealed record Newcomer(Guid UserId, string ContractId, string LoginId, string LoginPasswordHash, string ConfirmationPasswordHash)
    {
        public HistoryEntry Entry(string? from) => new(ContractId, LoginId, from);
    }
}
