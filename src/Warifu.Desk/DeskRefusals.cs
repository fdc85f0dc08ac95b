using Warifu.Wire;

namespace Warifu.Desk;

/// <summary>What the program on the PC refuses by itself; what bank and hub refuse arrives in their own words.</summary>
public static class DeskRefusals
{
    public static readonly Refusal WrongPassphrase = new("desk-passphrase-wrong", 403,
        new("この PC の鍵を開くパスフレーズが違います。", "The passphrase that opens this PC's keys is wrong."),
        new("パスフレーズを確かめてください。忘れたときは、証明書を失効してから発行し直してください。",
            "Check the passphrase. If it is lost, have the certificate revoked and issue a new one."));

    public static readonly Refusal NoKeyring = new("desk-no-keyring", 503,
        new("この PC のキーリングを使えません。", "The keyring of this PC cannot be used."),
        new("PC に入り直してキーリングを開いてから、もう一度お試しください。初めてのときは、パスフレーズを選べます。",
            "Sign in to the PC again so that its keyring opens. At the first start you can choose a passphrase instead."));

    public static readonly Refusal PassphraseShort = new("desk-passphrase-short", 400,
        new("パスフレーズが短すぎます。", "The passphrase is too short."),
        new("12 文字以上にしてください。覚えやすい言葉をいくつか並べるのがおすすめです。", "Use at least 12 characters; several words in a row are easy to remember."));

    public static readonly Refusal PassphrasesDiffer = new("desk-passphrases-differ", 400,
        new("2 つのパスフレーズが違います。", "The two passphrases differ."),
        new("同じものを 2 回入力してください。", "Enter the same one twice."));

    public static readonly Refusal NotPaired = new("desk-not-paired", 409,
        new("この PC はまだ会計サービスと連携していません。", "This PC is not yet paired with the accounting service."),
        new("会計サービスの「電子証明書連携ソフト」の画面で認証キーを発行し、5 分以内に入力してください。",
            "Issue a pairing key on the connector page of the accounting service and enter it within five minutes."));

    public static readonly Refusal AlreadyPaired = new("desk-already-paired", 409,
        new("この PC はすでに連携済みです。", "This PC is already paired."),
        new("連携先を変えるときは、先に連携を解除してください。", "To pair with another office, end this pairing first."));

    public static readonly Refusal PairingKeyForm = new("pairing-key-form", 400,
        new("認証キーの形が正しくありません（64 文字の 0-9 と a-f）。", "That is not a pairing key (64 characters, 0-9 and a-f)."),
        new("会計サービスの画面からコピーして貼り付けてください。", "Copy it from the page of the accounting service and paste it."));

    public static readonly Refusal NoCertificate = new("desk-no-certificate", 404,
        new("この利用者の電子証明書がこの PC にありません。", "This PC holds no certificate of that user."),
        new("この PC から銀行のサイトへ電子証明書でログインできることをご確認ください。まだのときは、証明書を発行してください。",
            "Check that this PC can sign in to the bank with the certificate. If it has none yet, issue one."));

    public static readonly Refusal NoPassword = new("desk-no-password", 409,
        new("この連携のログインパスワードがまだ入力されていません。", "The login password of this link has not been entered yet."),
        new("この PC の連携ソフトで、パスワードを一度入力してください。会計サービスには送られません。",
            "Enter it once in the program on this PC. It is not sent to the accounting service."));

    public static readonly Refusal NoRecipe = new("desk-no-recipe", 404,
        new("この金融機関のサイトの読み方が登録されていません。", "There is no recipe for the site of this institution."),
        new("ファイルで取り込むか、レシピを追加してください。", "Import a file, or add a recipe."));

    public static readonly Refusal RecipeUnreadable = new("desk-recipe-unreadable", 400,
        new("レシピを読み取れません。", "The recipe cannot be read."),
        new("下に示す箇所を直してください。", "Mend the place named below."));

    public static readonly Refusal SiteChanged = new("bank-site-unexpected", 502,
        new("銀行のサイトが、レシピと違う画面を返しました。", "The bank's site answered with a page the recipe does not expect."),
        new("ブラウザでログインできるか確かめてください。できるときは、レシピの更新が必要です。",
            "Check that you can sign in with a browser. If so, the recipe needs an update."));

    public static readonly Refusal BankRefused = new("bank-refused", 403,
        new("銀行がログインまたは照会を受け付けませんでした。", "The bank did not accept the sign-in or the inquiry."),
        new("銀行のサイトの案内に従ってください。", "Follow what the bank's site says."));

    public static readonly Refusal Unreachable = new("server-unreachable", 503,
        new("サーバーに接続できません。", "The server cannot be reached."),
        new("ネットワークとプロキシの設定を確かめて、もう一度お試しください。", "Check the network and the proxy settings and try again."));

    public static readonly Refusal NameUnknown = new("server-name-unknown", 503,
        new("このアドレスのサーバーが見つかりません。", "There is no server at this address."),
        new("アドレスと、インターネットへの接続を確かめてください。", "Check the address and the connection to the internet."));

    public static readonly Refusal ProxyRefused = new("proxy-refused", 502,
        new("途中のプロキシが接続を断りました。何も送っていません。", "The proxy in between refused the connection. Nothing was sent."),
        new("PC のプロキシの設定（アドレス・ユーザー名・パスワード）を確かめてください。", "Check the proxy settings of this PC: address, user name and password."));

    public static readonly Refusal ClockWrong = new("desk-clock-wrong", 409,
        new("サーバーの証明書の期限と、この PC の時計が合いません。何も送っていません。", "The days of the server's certificate do not fit this PC's clock. Nothing was sent."),
        new("この PC の日付と時刻を合わせてから、もう一度お試しください。", "Set the date and time of this PC and try again."));

    public static readonly Refusal DiskFull = new("desk-disk-full", 507,
        new("この PC のディスクがいっぱいです。", "The disk of this PC is full."),
        new("空きを作ってから、もう一度お試しください。途中の手続きは続きから始まります。", "Make room and try again. What was begun goes on where it stopped."));

    public static readonly Refusal FolderUnwritable = new("desk-folder-unwritable", 507,
        new("この PC の保存場所に書き込めません。", "The program's folder on this PC cannot be written to."),
        new("ディスクと、フォルダーのアクセス権を確かめてください。", "Check the disk and the rights of the folder."));

    public static readonly Refusal BankAddress = new("desk-bank-address", 400,
        new("銀行のアドレスの形が正しくありません。", "That is not the address of a bank."),
        new("https:// で始まる、銀行の案内にあるアドレスを入力してください。", "Enter the address the bank gave you; it begins with https://."));

    public static readonly Refusal NoSuchCertificate = new("desk-certificate-unknown", 404,
        new("その証明書はこの PC にありません。", "This PC does not hold that certificate."),
        new("一覧から選び直してください。", "Choose it from the list."));

    public static readonly Refusal NotConfirmed = new("desk-not-confirmed", 409,
        new("確認がなかったので、何も削除していません。", "It was not confirmed, so nothing was deleted."),
        new("削除するときは、--yes を付けてください。", "To delete it, add --yes."));

    public static readonly Refusal NoSignInAddress = new("desk-sign-in-address-unknown", 409,
        new("この証明書でログインするアドレスが分かりません。", "The address where this certificate signs in is not known."),
        new("warifu-desk settings --bank-address で銀行のアドレスを登録してください。", "Name the bank's address with warifu-desk settings --bank-address."));

    public static readonly Refusal ServerNotTrusted = new("server-not-trusted", 502,
        new("サーバーの証明書を信頼できません。何も送っていません。", "The server's certificate is not trusted. Nothing was sent."),
        new("アドレスを確かめてください。社内の認証局を使うときは --server-ca で指定してください。",
            "Check the address. If your organisation runs its own CA, name it with --server-ca."));

    public static readonly Refusal NotOurCertificate = new("certificate-not-ours", 502,
        new("届いた証明書が、この PC の鍵のものではありません。", "The certificate that arrived is not for the key on this PC."),
        new("もう一度発行してください。続くときは銀行へご連絡ください。", "Issue it again. If it persists, tell the bank."));

    public static readonly Refusal AnswerUnreadable = new("server-answer-unreadable", 502,
        new("サーバーの応答を読み取れませんでした。", "The server's answer could not be read."),
        new("アドレスを確かめ、しばらくしてからもう一度お試しください。", "Check the address and try again later."));
}
