using System.Text.Json.Serialization;
using Warifu.Desk.Keys.Tokens;
using Warifu.Wire;

namespace Warifu.Desk.Keys;

/// <summary>Where a private key lives, chosen when it is made; it stays there.</summary>
/// <param name="Token">In this token (PKCS#11); null elsewhere.</param>
/// <param name="Provider">With this key storage provider of Windows; null elsewhere.</param>
public sealed record KeyPlace(TokenName? Token = null, string? Provider = null)
{
    /// <summary>In a sealed file on this PC.</summary>
    public static KeyPlace File { get; } = new();

    /// <summary>Names it in forms and on command lines.</summary>
    [JsonIgnore]
    public string Id => Token is { } token ? $"token:{token.Id}" : Provider is { } provider ? $"windows:{provider}" : "file";

    [JsonIgnore]
    public Phrase Name =>
        Token is { } token ? new($"USBトークン「{token.Label}」", $"USB token “{token.Label}”")
        : Provider == Windows.WindowsKeys.Platform ? new("この PC のセキュリティチップ（TPM）", "The security chip of this PC (TPM)")
        : Provider == Windows.WindowsKeys.SmartCard ? new("スマートカード・USBトークン", "Smart card or USB token")
        : Provider is not null ? new("Windows の鍵の保管場所", "The key store of Windows")
        : new("この PC の暗号化ファイル", "A sealed file on this PC");

    /// <summary>What the choice means.</summary>
    [JsonIgnore]
    public Phrase Meaning =>
        Token is not null || Provider == Windows.WindowsKeys.SmartCard ? new(
            "鍵はトークンの中で作られ、取り出せません。使うときはトークンを差し込み、PIN を入力します。PIN が要るトークンでは、自動の更新はできません。",
            "The key is made inside the token and cannot be taken out. Whoever uses it needs the token and its PIN. With a token that asks for a PIN nothing is renewed by itself.")
        : Provider == Windows.WindowsKeys.Platform ? new(
            "鍵はチップの中で作られ、ほかの PC へは持ち出せません。何も入力せずに使えます。", "The key is made inside the chip and cannot be carried to another PC. Nothing has to be entered to use it.")
        : Provider is not null ? new(
            "Windows が鍵を預かり、取り出しを許しません。何も入力せずに使えます。", "Windows keeps the key and lets nobody take it out. Nothing has to be entered to use it.")
        : new(
            "鍵を暗号化して、この PC に保存します。キーリングまたはパスフレーズが守ります。自動の更新もできます。",
            "The key is stored sealed on this PC; your keyring or passphrase guards it. It can be renewed by itself.");

    public bool Is(KeyPlace? other) => Id == (other ?? File).Id;
}
