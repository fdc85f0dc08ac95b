using Warifu.Wire;

namespace Warifu.Desk.Keys.Tokens;

/// <summary>Why a person's token does not serve, and what he does about it.</summary>
public static class TokenRefusals
{
    public static readonly Refusal Missing = new("desk-token-missing", 409,
        new("USBトークンが差し込まれていません。", "The USB token is not in."),
        new("USBトークンを差し込んで、もう一度お試しください。途中の手続きは続きから始まります。", "Put the USB token in and try again. What was begun goes on where it stopped."));

    public static readonly Refusal Several = new("desk-token-several", 409,
        new("USBトークンが 2 つ以上差し込まれています。", "More than one USB token is in."),
        new("どれを使うかを、名前か番号で選んでください。", "Choose one by its label or its number."));

    public static readonly Refusal LibraryUnusable = new("desk-token-library", 503,
        new("USBトークンのドライバー（PKCS#11 ライブラリ）を読み込めません。", "The USB token's driver (PKCS#11 library) cannot be loaded."),
        new("トークンに付属のドライバーを入れ直し、設定の「USBトークン」で場所を確かめてください。", "Install the driver that came with the token again, and check its place under USB tokens in the settings."));

    public static readonly Refusal PinNeeded = new("desk-token-pin-needed", 403,
        new("USBトークンの PIN の入力が必要です。", "The USB token needs its PIN."),
        new("トークンを使う方が、PIN を入力してください。PIN が要るトークンの証明書は、人がいないときには使えません。", "The token's user enters it. Without a person, a certificate in a token that asks for a PIN cannot be used."));

    public static readonly Refusal PinMissing = new("desk-token-pin-missing", 400,
        new("PIN を入力してください。", "Enter the PIN."),
        new("トークンをお渡ししたときにお知らせした、または自分で決めた番号です。", "It is the one that came with the token, or that you chose yourself."));

    public static readonly Refusal PinWrong = new("desk-token-pin-wrong", 403,
        new("PIN が違います。", "The PIN is wrong."),
        new("PIN を確かめてから、もう一度入力してください。まちがいが続くと、トークンが自分でロックします。", "Check it before you enter it again. After several wrong ones the token locks itself."));

    public static readonly Refusal PinLastTry = new("desk-token-pin-last-try", 409,
        new("PIN を入力できるのは、あと 1 回だけです。まちがえると、トークンがロックします。まだ入力は送っていません。",
            "There is one try left: one more wrong PIN locks the token. Nothing was sent to it yet."),
        new("PIN が確かなときだけ、確認の印を付けて進んでください。確かでないときは、トークンを配布した窓口へお尋ねください。",
            "Go on, with the box ticked, only if you are sure of the PIN. Otherwise ask those who handed the token out."));

    public static readonly Refusal PinLocked = new("desk-token-pin-locked", 423,
        new("トークンがロックされています。PIN の入力をまちがえた回数が、トークンの上限に達しました。", "The token is locked: too many wrong PINs were entered."),
        new("トークンを配布した窓口で、ロックを解除してください。急ぐときは、この PC の暗号化ファイルへ証明書を更新できます。",
            "Have it unlocked by those who handed it out. If it is urgent, renew the certificate into a sealed file on this PC."));

    public static readonly Refusal PinUnset = new("desk-token-pin-unset", 409,
        new("トークンの PIN がまだ決まっていないか、期限が切れています。", "The token has no PIN yet, or its PIN has run out."),
        new("トークンに付属のプログラムで PIN を設定してください。", "Set one with the program that came with the token."));

    public static readonly Refusal PinBroken = new("desk-token-pin-not-entered", 409,
        new("トークンのキーでの PIN の入力が中断されました。", "The PIN was not entered on the token's own keys."),
        new("もう一度「開く」を押し、トークンまたは読み取り機のキーで入力してください。", "Press Open again and enter it on the keys of the token or its reader."));

    public static readonly Refusal KeyMissing = new("desk-token-key-missing", 409,
        new("差し込まれたトークンに、この証明書の鍵がありません。", "The token that is in does not hold this certificate's key."),
        new("証明書を入れたトークンか確かめてください。鍵を消してしまったときは、失効してから発行し直してください。", "Check that it is the token you put it on. If the key was deleted, have the certificate revoked and issue another."));

    public static readonly Refusal Full = new("desk-token-full", 507,
        new("トークンに空きがありません。", "The token is full."),
        new("使わなくなった証明書をトークンから削除して、もう一度お試しください。", "Delete certificates that you no longer use from the token and try again."));

    public static readonly Refusal ReadOnly = new("desk-token-read-only", 409,
        new("このトークンには書き込めません。", "This token cannot be written to."),
        new("書き込めるトークンか、ほかの鍵の場所を選んでください。", "Choose a token that can, or another place for the key."));

    public static readonly Refusal Unfit = new("desk-token-unfit", 409,
        new("このトークンは、取り出せない P-256 の鍵を作れません。", "This token cannot make a P-256 key that stays inside."),
        new("ほかのトークンか、ほかの鍵の場所を選んでください。", "Choose another token, or another place for the key."));

    public static readonly Refusal Failed = new("desk-token-failed", 503,
        new("トークンが処理を断りました。", "The token refused to do it."),
        new("トークンを抜いて差し込み直し、もう一度お試しください。", "Take the token out, put it in and try again."));
}
