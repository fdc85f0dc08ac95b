using Warifu.Wire;

namespace Warifu.Bank.SignIn;

/// <summary>Why somebody is not let in, or not any more.</summary>
public static class SignInRefusals
{
    public static readonly Refusal CertificateNotOffered = new("certificate-not-offered", 403,
        new("電子証明書が提示されませんでした。", "No certificate was offered."),
        new("このパソコンで電子証明書を取得済みか確かめ、すべてのブラウザを閉じてから、もう一度ログインして電子証明書を選んでください。",
            "Make sure this PC has your certificate, close all browsers, then sign in again and choose it."));

    public static readonly Refusal CertificateUnknown = new("certificate-unknown", 403,
        new("この電子証明書は登録されていません。", "This certificate is not registered here."),
        new("すべてのブラウザを閉じて、当金融機関が発行した電子証明書を選び直してください。お持ちでなければ「証明書取得」へお進みください。",
            "Close all browsers and choose the certificate this bank issued to you. If you have none, go to Get a certificate."));

    public static readonly Refusal CertificateRevoked = new("certificate-revoked", 403,
        new("この電子証明書は失効済みです。", "This certificate has been revoked."),
        new("引き続きご利用になるには、「証明書取得」から新しい電子証明書を発行してください。お心当たりがないときは、管理者またはヘルプデスクへご連絡ください。",
            "To go on, get a new certificate at Get a certificate. If you did not expect this, ask your administrator or the help desk."));

    /// <summary>The profile's overlap is replace-on-first-use, and its successor has been used.</summary>
    public static readonly Refusal CertificateReplaced = new("certificate-replaced", 403,
        new("この電子証明書は、更新後の新しい電子証明書が使われたため、使えなくなりました。", "This certificate has ended, because its successor has been used."),
        new("すべてのブラウザを閉じてからもう一度ログインし、新しい電子証明書を選んでください。新しい電子証明書にお心当たりがないときは、すぐにヘルプデスクへご連絡ください。",
            "Close all browsers, sign in again and choose the new one. If you know of none, tell the help desk at once."));

    public static readonly Refusal CertificateSuspended = new("certificate-suspended", 403,
        new("この電子証明書は一時停止中です。", "This certificate is suspended."),
        new("停止が解除されると、同じ電子証明書でまたログインできます。お心当たりがないときは、お取引店またはヘルプデスクへご連絡ください。",
            "Once the suspension is lifted, you can sign in with it again. If you did not expect this, ask your branch or the help desk."));

    public static readonly Refusal AuthoritySilent = new("authority-silent", 503,
        new("認証局と連絡が取れず、電子証明書の状態を確かめられないため、新しいログインを止めています。",
            "The authority cannot be reached, so the state of certificates cannot be checked, and no new sign-in is let in."),
        new("復旧までしばらくお待ちください。お急ぎのときは、お取引店またはヘルプデスクへご連絡ください。",
            "Please wait until it is back. If it is urgent, ask your branch or the help desk."));

    public static readonly Refusal CertificateExpired = new("certificate-expired", 403,
        new("この電子証明書は有効期限が切れています。", "This certificate has expired."),
        new("「証明書取得」から、同じログインIDで新しい電子証明書を発行してください。", "Get a new certificate with the same login ID at Get a certificate."));

    public static readonly Refusal CertificateOfAnother = new("session-of-another-certificate", 403,
        new("この画面は別の電子証明書で始められたものです。", "This session was started with another certificate."),
        new("すべてのブラウザを閉じて、ご自身の電子証明書でもう一度ログインしてください。", "Close all browsers and sign in again with your own certificate."));

    public static readonly Refusal UserStopped = new("user-stopped", 403,
        new("この利用者は利用停止中です。", "This user has been stopped."),
        new("マスターユーザまたは管理者ユーザに利用停止の解除を依頼してください。", "Ask the master user or an administrator to lift the stop."));

    public static readonly Refusal WrongPassword = new("wrong-password", 403,
        new("ログインパスワードが正しくありません。", "The login password is not right."),
        new("大文字・小文字を確かめて、もう一度入力してください。続けて間違えるとご利用できなくなります。",
            "Mind capital and small letters and enter it again. Several wrong tries in a row lock it."));

    public static readonly Refusal MethodIsId = new("contract-signs-in-by-id", 403,
        new("このご契約は、ID・パスワード方式でログインします。", "This contract signs in by ID and password."),
        new("トップページの「ID・パスワードログイン」からお進みください。", "Use Sign in with ID and password on the first page."));

    public static readonly Refusal CertificateDoorLocked = new("sign-in-locked", 403,
        new("ログインパスワードを続けて間違えたため、ログインできなくなっています。", "Sign-in is locked after wrong passwords in a row."),
        new("正しいパスワードでもログインできません。お取引店またはヘルプデスクへロック解除をご依頼ください。",
            "Even the right password is refused. Ask your branch or the help desk to unlock it."));

    public static readonly Refusal SessionNeeded = new("sign-in-needed", 401,
        new("ログインが必要です。", "You need to sign in."),
        new("ログイン画面からお進みください。", "Start from the sign-in page."));

    public static readonly Refusal SessionTimedOut = new("session-timed-out", 401,
        new("一定時間操作がなかったため、ログアウトしました。", "You were signed out because nothing was done for a while."),
        new("続けるには、もう一度ログインしてください。", "Sign in again to go on."));

    public static readonly Refusal SessionReplaced = new("session-replaced", 401,
        new("別の画面で再ログインされたため、この画面は終了しました。", "You signed in again elsewhere, so this session has ended."),
        new("新しい画面でお続けください。お心当たりがないときは、ヘルプデスクへご連絡ください。", "Go on in the new one. If it was not you, tell the help desk."));

    public static readonly Refusal SessionShownElsewhere = new("session-shown-elsewhere", 401,
        new("このログインの情報が別の接続から使われたため、安全のためにログアウトしました。", "This session was shown by another connection, so you were signed out to be safe."),
        new("もう一度ログインし、操作履歴にお心当たりのない操作がないか確かめてください。あればヘルプデスクへご連絡ください。",
            "Sign in again and look through the history for anything you did not do. If there is, tell the help desk."));

    public static readonly Refusal PasswordChangeNeeded = new("password-change-needed", 403,
        new("初回ログインもしくはパスワードの有効期限が切れています。", "This is the first sign-in, or the password's days are over."),
        new("パスワードを変更してから、もう一度操作してください。", "Change the password, then try again."));

    public static readonly Refusal NotAllowed = new("not-allowed", 403,
        new("この操作を行う権限がありません。", "You may not do this."),
        new("必要なときは、マスターユーザまたは管理者ユーザにご依頼ください。", "If you need it, ask the master user or an administrator."));
}
