using Warifu.Wire;

namespace Warifu.Bank.Enrolment;

public static class EnrolmentRefusals
{
    public static readonly Refusal WrongLogin = new("wrong-login-id-or-password", 403,
        new("ログインIDまたはログインパスワードが正しくありません。", "The login ID or the login password is not right."),
        new("大文字・小文字を確かめて、もう一度入力してください。続けて間違えると発行できなくなります。",
            "Mind capital and small letters and enter them again. Several wrong tries in a row lock it."));

    public static readonly Refusal NotByProgram = new("not-by-program-here", 403,
        new("この金融機関の電子証明書は、アプリでは取得できません。", "The certificates of this bank are not issued to the program."),
        new("金融機関のログイン画面の「電子証明書取得」から、電子証明書取得用パスワードを使って取得してください。", "Get it in the browser, at Get a certificate on the bank's sign-in page, with the acquisition password."));

    public static readonly Refusal DoorLocked = new("enrolment-locked", 403,
        new("ログインパスワードを続けて間違えたため、電子証明書を発行できなくなっています。", "Enrolment is locked after wrong passwords in a row."),
        new("お取引店またはヘルプデスクへロック解除をご依頼ください。", "Ask your branch or the help desk to unlock it."));

    public static readonly Refusal OneTimeNeeded = new("one-time-password-needed", 403,
        new("ワンタイムパスワードが必要です。", "A one-time password is needed."),
        new("ワンタイムパスワードを添えて、同じ手続きをお続けください。", "Go on with the same request, and the one-time password with it."));

    public static readonly Refusal StillValid = new("certificate-still-valid", 409,
        new("この利用者には有効な電子証明書があるため、新しく発行できません。", "This user has a valid certificate, so no other is issued."),
        new("パソコンを替えたときは、失効してから、もう一度発行してください。", "If the PC was replaced, have it revoked, then issue again."));

    public static readonly Refusal UserUnknown = new("login-id-unknown", 404,
        new("このログインIDの利用者はいません。", "No user has this login ID."),
        new("ログインIDを確かめてください。", "Check the login ID."));

    public static readonly Refusal KeyReused = new("enrolment-request-key-reused", 409,
        new("この発行要求の番号は、別の内容ですでに使われています。", "This request key was already used for something else."),
        new("アプリで発行を始めからやり直してください。", "Start the enrolment again in the program."));

    public static readonly Refusal KeyInUse = new("enrolment-key-in-use", 409,
        new("この鍵の電子証明書はすでに発行されています。", "A certificate was issued for this key before."),
        new("新しい鍵を作ってから、もう一度発行してください。", "Make a new key, then issue again."));

    public static readonly Refusal Replaced = new("enrolment-replaced", 409,
        new("この発行要求は、後から始められた発行に置き換えられました。", "A later enrolment took the place of this one."),
        new("後から始めた画面でお続けください。", "Go on in the later one."));

    public static readonly Refusal AuthorityRefused = new("authority-refused", 422,
        new("認証局が電子証明書の発行を断りました。", "The authority refused to issue the certificate."),
        new("アプリで鍵を作り直して、もう一度発行してください。続くときはヘルプデスクへご連絡ください。",
            "Make a new key in the program and issue again. If it persists, ask the help desk."));

    public static readonly Refusal AuthorityUnreachable = new("authority-unreachable", 503,
        new("認証局に接続できません。", "The authority cannot be reached."),
        new("少し待ってから、もう一度お試しください。途中までの手続きは失われません。", "Wait a little and try again. Nothing already done is lost."));
}
