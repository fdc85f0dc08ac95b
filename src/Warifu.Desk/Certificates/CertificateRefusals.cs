using Warifu.Wire;

namespace Warifu.Desk.Certificates;

public static class CertificateRefusals
{
    /// <summary>Code of the bank's refusal to who holds a certificate already, as on another PC.</summary>
    internal const string StillValid = "certificate-still-valid";

    public static readonly Refusal LoginMissing = new("desk-login-missing", 400,
        new("ログインIDとログインパスワードを入力してください。", "Enter the login ID and the login password."),
        new("どちらも銀行のログインに使うものです。", "Both are those you sign in to the bank with."));

    public static readonly Refusal PasswordMissing = new("desk-password-missing", 400,
        new("ログインパスワードを入力してください。", "Enter the login password."),
        new("銀行のログインに使うものです。", "It is the one you sign in to the bank with."));

    public static readonly Refusal OneTimeMissing = new("desk-one-time-missing", 400,
        new("ワンタイムパスワードを入力してください。", "Enter the one-time password."),
        new("認証アプリまたはメールに表示された数字です。", "It is the number shown by your authenticator app or in the mail."));
}
