using Warifu.Wire;

namespace Warifu.Bank.LoginIds;

/// <summary>On the way to a login ID.</summary>
public static class LoginIdRefusals
{
    public static readonly Refusal WrongPaper = new("login-id-paper-wrong", 403,
        new("書面の内容と一致しないか、ログインIDは取得済みです。", "This is not what the paper says, or the login ID was taken before."),
        new("お届けした書面をお手元に、もう一度入力してください。続けて間違えるとロックされます。取得済みのときは、電子証明書の取得またはログインへお進みください。",
            "Enter it again with the paper at hand. Several wrong tries in a row lock it. If you have your login ID already, go on to your certificate or to sign-in."));

    public static readonly Refusal StepOver = new("login-id-step-over", 401,
        new("途中で時間が過ぎたか、ほかの画面で手続きが進みました。", "It took too long, or went on in another window."),
        new("「ログインID取得」からもう一度お進みください。何も登録されていません。", "Start again at Get a login ID. Nothing was registered."));

    public static readonly Refusal Unfit = new("login-id-choice-unfit", 422,
        new("入力した内容が条件を満たしていません。", "What you chose does not meet the conditions."),
        new("下の条件を確かめて、直してください。ほかの文字に似せた文字は使えません。", "See the conditions below and correct it. Letters of other scripts that look alike are not taken."));

    public static readonly Refusal Taken = new("login-id-in-use", 409,
        new("このログインIDは使えません。", "This login ID cannot be had."),
        new("別のログインIDを入力してください。", "Choose another."));

    public static readonly Refusal WrongCode = new("login-id-code-wrong", 403,
        new("メールで届いた数字と一致しないか、期限が過ぎています。", "These are not the digits that were mailed, or their time is over."),
        new("最後に届いたメールの 8 桁を入力してください。続けて間違えるとロックされます。", "Enter the eight digits of the latest mail. Several wrong tries in a row lock it."));
}
