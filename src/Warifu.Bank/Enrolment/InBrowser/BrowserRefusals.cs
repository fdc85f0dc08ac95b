using Warifu.Wire;

namespace Warifu.Bank.Enrolment.InBrowser;

public static class BrowserRefusals
{
    public static readonly Refusal NotHere = new("not-in-browser-here", 403,
        new("この金融機関では、この手続きをブラウザでは行えません。", "This bank does not offer this in the browser."),
        new("ログイン画面の案内からお進みください。", "Follow what the sign-in page says."));

    public static readonly Refusal Wrong = new("acquisition-refused", 403,
        new("ユーザID、パスワードまたは証明書パスワードが正しくありません。", "The user ID, the password or the certificate password is not right."),
        new("大文字・小文字を確かめて、もう一度入力してください。続けて間違えると取得できなくなります。電子証明書取得用パスワードが分からないときは、お取引店またはヘルプデスクへ再発行をご依頼ください。",
            "Mind capital and small letters and enter them again. Several wrong tries in a row lock it. If you do not know the acquisition password, ask your branch or the help desk for another."));

    public static readonly Refusal Locked = new("acquisition-locked", 403,
        new("パスワードを続けて間違えたため、電子証明書を取得できなくなっています。", "Getting a certificate is locked after wrong passwords in a row."),
        new("お使いの電子証明書でのログインは今までどおりできます。お取引店またはヘルプデスクへロック解除をご依頼ください。",
            "Signing in with a certificate you have is open as before. Ask your branch or the help desk to unlock it."));

    public static readonly Refusal WrongPassword = new("renewal-wrong-password", 403,
        new("ログインパスワードが正しくありません。", "The login password is not right."),
        new("大文字・小文字を確かめて、もう一度入力してください。続けて間違えると更新できなくなります。何も変更していません。",
            "Mind capital and small letters and enter it again. Several wrong tries in a row lock the renewal. Nothing was changed."));
}
