using Warifu.Wire;

namespace Warifu.Bank.SignIn.ById;

/// <summary>What somebody is told who has no certificate to show: the same, whatever was wrong.</summary>
public static class IdSignInRefusals
{
    public static readonly Refusal Wrong = new("sign-in-by-id-refused", 403,
        new("ログインIDまたはログインパスワードが正しくないか、ロックされています。", "The login ID or the login password is not right, or it is locked."),
        new("大文字・小文字を確かめて、もう一度入力してください。続けて間違えるとロックされ、正しいパスワードでもログインできません。そのときは登録のメールアドレスへお知らせします。電子証明書方式のお客様は、電子証明書ログインからお進みください。",
            "Mind capital and small letters and enter them again. Several wrong tries in a row lock it, even for the right password; you are then told by mail. With a certificate, go to Sign in with certificate."));

    public static readonly Refusal TooSoon = new("sign-in-too-soon", 429,
        new("間違いが続いたため、しばらく受け付けられません。", "After wrong tries nothing is taken for a while."),
        new("少し待ってから、もう一度お試しください。何も変更されていません。", "Wait a little and try again. Nothing was changed."));

    public static readonly Refusal NotHere = new("sign-in-by-id-not-here", 403,
        new("この金融機関では、ID・パスワード方式をご利用いただけません。", "This bank has no sign-in by ID and password."),
        new("電子証明書ログインからお進みください。", "Go to Sign in with certificate."));
}
