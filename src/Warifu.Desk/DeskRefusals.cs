using Warifu.Wire;

namespace Warifu.Desk;

/// <summary>What the program on the PC refuses by itself; what bank and hub refuse arrives in their own words.</summary>
public static class DeskRefusals
{
    public static readonly Refusal WrongPassphrase = new("desk-passphrase-wrong", 403,
        new("この PC の鍵を開くパスフレーズが違います。", "The passphrase that opens this PC's keys is wrong."),
        new("パスフレーズを確かめてください。忘れたときは、証明書を失効してから発行し直してください。",
            "Check the passphrase. If it is lost, have the certificate revoked and issue a new one."));

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
