using System.Text.RegularExpressions;
using Warifu.Bank.Notices;
using Warifu.Bank.Profiles;
using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>Everything that must be true of a contract before it is made, told at once.</summary>
internal static partial class ContractChecks
{
    public static readonly Refusal Wrong = new("contract-wrong", 422,
        new("契約の内容に誤りがあるため、何も登録していません。", "The contract has errors; nothing was registered."),
        new("下の項目をすべて直してください。", "Correct everything listed."));

    public static Refusal? Of(NewContract contract, IReadOnlyDictionary<string, FirstPasswords> passwords, BankProfile profile) =>
        Because(Faults(contract, passwords, profile));

    /// <returns>Null without a fault.</returns>
    public static Refusal? Because(IEnumerable<Phrase> found) => found.ToList() is not [_, ..] faults ? null : Wrong with
    {
        Detail = new(string.Join('\n', faults.Select(fault => fault.Ja)), string.Join('\n', faults.Select(fault => fault.En))),
    };

    public static bool IsLoginId(string text) => LoginId().IsMatch(text);

    private static IEnumerable<Phrase> Faults(NewContract contract, IReadOnlyDictionary<string, FirstPasswords> passwords, BankProfile profile)
    {
        if (!ContractId().IsMatch(contract.Id))
            yield return new("契約者番号は 10 桁の数字です。", "A contract number is ten digits.");
        if (!LatinName().IsMatch(contract.LatinName))
            yield return new("英字名は半角 1〜57 文字です。", "The Latin name is 1 to 57 ASCII characters.");
        if (contract.SignsInById && !profile.SignIn.ById)
            yield return new("この金融機関には ID・パスワード方式がありません。", "This bank has no sign-in by ID and password.");
        foreach (var user in contract.Users)
        {
            if (!user.TakesLoginId && !IsLoginId(user.LoginId))
                yield return new($"ログインID {user.LoginId}: 半角英数字 4〜38 文字です。", $"Login ID {user.LoginId}: 4 to 38 letters and digits.");
            if (!Seq().IsMatch(user.Seq))
                yield return new($"{user.LoginId}: 順番は英大文字と 3 桁の数字です。", $"{user.LoginId}: the place is a capital letter and three digits.");
            if (profile.UserKinds.All(kind => kind.Id != user.Kind))
                yield return new($"{user.LoginId}: 利用者区分 {user.Kind} はありません。", $"{user.LoginId}: there is no user kind {user.Kind}.");
            if (user.Mail is { } mail && !MailAddress.Holds(mail))
                yield return new($"{user.LoginId}: メールアドレスとして読めません。", $"{user.LoginId}: that is not a mail address.");
            foreach (var fault in PasswordFaults(user, passwords.GetValueOrDefault(user.LoginId), profile))
                yield return fault;
            if (passwords.GetValueOrDefault(user.LoginId) is { } first && !IsAcquisitionFit(user, first, profile))
                yield return new(
                    $"{user.LoginId}: 電子証明書取得用パスワードは、それを使う金融機関でだけ必要で、ほかのパスワードと同じ条件を満たし、それらと別のものです。",
                    $"{user.LoginId}: an acquisition password is there where the bank has them, and only there; it is fit like the others and differs from them.");
        }
        foreach (var kind in profile.UserKinds.Where(kind => kind.OnePerContract && contract.Users.Count(user => user.Kind == kind.Id) != 1))
            yield return new($"{kind.Name.Ja}はちょうど 1 人です。", $"There is exactly one {kind.Name.En}.");
        foreach (var account in contract.Accounts.Where(account => !IsSound(account, profile)))
            yield return new($"口座 {account.Branch}-{account.Number}: 店番・種目・番号を確かめてください。", $"Account {account.Branch}-{account.Number}: check branch, kind and number.");
    }

    private static IEnumerable<Phrase> PasswordFaults(NewUser user, FirstPasswords? passwords, BankProfile profile)
    {
        if (passwords is null)
            yield return new($"{user.LoginId}: 最初のパスワードがありません。", $"{user.LoginId}: has no first passwords.");
        else if (!PasswordRule.Holds(passwords.Login, user.LoginId, user.Name, profile.Password)
            || !PasswordRule.Holds(passwords.Confirmation, user.LoginId, user.Name, profile.Password)
            || passwords.Login == passwords.Confirmation)
            yield return new(
                $"{user.LoginId}: パスワードは半角英字と数字を混ぜて {profile.Password.MinimumLength} 文字以上、ログインID・利用者名と異なり、確認用と別のものです。",
                $"{user.LoginId}: a password has {profile.Password.MinimumLength} or more half-width letters and digits, is neither login ID nor name, and differs from the other.");
    }

    private static bool IsAcquisitionFit(NewUser user, FirstPasswords first, BankProfile profile) =>
        first.Acquisition is not { } acquisition
            ? !profile.Certificate.AcquisitionPassword
            : profile.Certificate.AcquisitionPassword && PasswordRule.Holds(acquisition, user.LoginId, user.Name, profile.Password)
                && acquisition != first.Login && acquisition != first.Confirmation;

    private static bool IsSound(NewAccount account, BankProfile profile)
    {
        try
        {
            _ = new AccountKey(profile.Code, account.Branch, account.Kind, account.Number);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    [GeneratedRegex("^[0-9]{10}$", RegexOptions.None, 100)]
    private static partial Regex ContractId();

    [GeneratedRegex("^[ -~]{1,57}$", RegexOptions.None, 100)]
    private static partial Regex LatinName();

    [GeneratedRegex(@"^[A-Za-z0-9]{4,38}\z", RegexOptions.None, 100)]
    private static partial Regex LoginId();

    [GeneratedRegex("^[A-Z][0-9]{3}$", RegexOptions.None, 100)]
    private static partial Regex Seq();
}
