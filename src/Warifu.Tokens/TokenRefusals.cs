using Warifu.Wire;

namespace Warifu.Tokens;

public static class TokenRefusals
{
    public static readonly Refusal NotConfigured = new("token-not-configured", 503,
        new("鍵はトークンの中にありますが、PKCS#11のライブラリとPINが設定されていません。", "A key is in a token, but no PKCS#11 library and PIN are configured."),
        new("ライブラリの場所とPINを設定してください。", "Configure the library's path and the PIN."));

    public static readonly Refusal ModuleUnusable = new("token-module-unusable", 503,
        new("PKCS#11のライブラリを読み込めません。", "The PKCS#11 library cannot be loaded."),
        new("ライブラリの場所と、その設定を確かめてください。", "Check the library's path and its own configuration."));

    public static readonly Refusal Missing = new("token-missing", 503,
        new("トークンが見つかりません。", "The token is not there."),
        new("トークンがつながっているか、名前が合っているか確かめてください。", "Check that the token is connected and that its label is right."));

    public static readonly Refusal PinRefused = new("token-pin-refused", 503,
        new("トークンがPINを拒否しました。鍵が固まらないよう、もう試しません。", "The token refused the PIN. It is not tried again, so that the token does not lock."),
        new("PINを確かめてからプログラムを起動し直してください。", "Check the PIN, then start the program again."));

    public static readonly Refusal KeyMissing = new("token-key-missing", 503,
        new("トークンの中に、証明書の鍵がちょうど1つありません。", "The token does not hold exactly one key that belongs to the certificate."),
        new("正しいトークンか確かめ、控えから戻してください。", "Check that it is the right token; restore it from its backup."));

    public static readonly Refusal KeyTaken = new("token-key-taken", 409,
        new("この名前の鍵がすでにトークンの中にあります。", "The token holds a key of this name already."),
        new("別の認証局のidを使うか、空のトークンを使ってください。", "Use another id for the authority, or an empty token."));

    public static readonly Refusal KeyExportable = new("token-key-exportable", 503,
        new("トークンが取り出せる鍵を作りました。", "The token made a key that can be taken out of it."),
        new("鍵を外に出さないトークンを使ってください。", "Use a token that keeps its keys inside."));

    public static readonly Refusal Lost = new("token-lost", 503,
        new("トークンとの接続が失われ、開き直しても署名できません。", "The connection to the token was lost, and opening it again did not help."),
        new("トークンが動いているか確かめてください。署名は行われていません。動けばそのまま続きます。",
            "Check that the token works. Nothing was signed. Once it works, work goes on by itself."));
}
