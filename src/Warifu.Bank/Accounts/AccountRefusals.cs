using Warifu.Wire;

namespace Warifu.Bank.Accounts;

public static class AccountRefusals
{
    public static readonly Refusal AccountUnknown = new("account-unknown", 404,
        new("この口座はご利用の契約にありません。", "Your contract has no such account."),
        new("明細照会の一覧から口座を選び直してください。", "Choose an account from the list of statements."));

    public static readonly Refusal PeriodWrong = new("period-wrong", 400,
        new("照会期間の指定が正しくありません。", "The period is not right."),
        new("開始日と終了日を、開始日が先になるように指定してください。", "Give a first and a last day, the first one first."));

    public static readonly Refusal FormUnknown = new("statement-form-unknown", 404,
        new("この形式のファイルはありません。", "There is no file of this form."),
        new("明細照会の画面のボタンからダウンロードしてください。", "Download it with the buttons of the statement."));

    public static readonly Refusal FormCannotCarry = new("statement-form-cannot-carry", 422,
        new("この口座の明細には、選んだ形式では表せない内容が含まれています。", "This statement has something that the chosen form cannot carry."),
        new("CSV または camt.053 でダウンロードしてください。", "Download it as CSV or camt.053."));

    public static readonly Refusal TooManyLines = new("statement-too-long", 422,
        new("照会期間の明細が 10 万件を超えるため、1 つのファイルにできません。", "The period has more than 100,000 lines, too many for one file."),
        new("期間を分けてダウンロードしてください。", "Download it in shorter periods."));

    public static readonly Refusal ImportAccountUnknown = new("statement-account-unknown", 422,
        new("ファイルの口座が登録されていないため、1 件も取り込んでいません。", "The file has an account that is not registered; nothing of it was taken."),
        new("口座を登録してから、もう一度取り込んでください。", "Register the account and import again."));

    public static readonly Refusal ImportConflict = new("statement-does-not-follow", 422,
        new("取り込み済みの明細と残高がつながらないため、1 件も取り込んでいません。", "The file's balances do not follow those already there; nothing of it was taken."),
        new("示された日のファイルを確かめてください。", "Check the file at the day shown."));
}
