using Warifu.Wire;

namespace Warifu.Hub.Offices;

public static class OfficeRefusals
{
    // One refusal for a wrong password, an unknown address and too many tries: an outsider learns nothing about who is a member.
    public static readonly Refusal SignInRefused = new(
        "hub-sign-in-refused", 403,
        new("メールアドレスかパスワードが違うか、続けて 5 回間違えたため 15 分間お待ちいただいています。", "The mail address or password is wrong, or five wrong tries in a row mean a wait of 15 minutes."),
        new("大文字・小文字を確かめてもう一度入力し、続くときは 15 分待ってからお試しください。", "Check upper and lower case and try again; if it persists, wait 15 minutes."));

    public static readonly Refusal MailInUse = new(
        "hub-mail-in-use", 409,
        new("このメールアドレスはすでに使われています。", "This mail address is already in use."),
        new("別のメールアドレスを使うか、ログインしてください。", "Use another address, or sign in."));

    public static readonly Refusal PasswordTooShort = new(
        "hub-password-too-short", 422,
        new("パスワードは 12 文字以上です。", "A password has at least 12 characters."),
        new("長い言葉を組み合わせたパスワードにしてください。", "Choose a longer one, for example several words."));
}
