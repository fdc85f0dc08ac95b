using Warifu.Wire;

namespace Warifu.Desk.Certificates.Browsers;

/// <summary>Why a certificate is not put into a browser, or taken out of it.</summary>
public static class BrowserRefusals
{
    public static readonly Refusal NoTools = new("browser-tools-missing", 503,
        new("ブラウザの証明書データベースを扱うプログラムがありません。", "The programs for a browser's certificate database are missing."),
        new("パッケージ libnss3-tools をインストールして、もう一度お試しください。", "Install the package libnss3-tools and try again."));

    public static readonly Refusal NotLinux = new("browser-database-not-here", 409,
        new("この PC のブラウザは、システムの証明書ストアを使います。", "Browsers on this PC use the system's certificate store."),
        new("銀行の画面から、ブラウザで証明書を取得してください。", "Acquire the certificate in the browser, on the bank's page."));

    public static readonly Refusal NoSuchDatabase = new("browser-not-found", 404,
        new("このブラウザは見つかりません。", "There is no such browser here."),
        new("一覧を開き直して選んでください。", "Open the list again and choose."));

    public static readonly Refusal PasswordNeeded = new("browser-password-wrong", 403,
        new("ブラウザのマスターパスワードが違います。", "The browser's primary password is not right."),
        new("ブラウザに設定したマスターパスワード（プライマリーパスワード）を入力してください。設定していなければ空欄にします。",
            "Enter the primary password that you set in the browser; leave it empty if there is none."));

    public static readonly Refusal NotDone = new("browser-database-not-changed", 503,
        new("ブラウザの証明書データベースを変更できませんでした。", "The browser's certificate database could not be changed."),
        new("ブラウザをすべて閉じて、もう一度お試しください。", "Close all windows of the browser and try again."));
}
