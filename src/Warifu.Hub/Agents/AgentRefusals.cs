using Warifu.Wire;

namespace Warifu.Hub.Agents;

public static class AgentRefusals
{
    private static readonly Phrase PairAgain = new(
        "データ連携の「電子証明書連携ソフト」の画面で認証キーを発行し、連携ソフトの「初期ログイン設定」に貼り付けてください。",
        "Issue a pairing key on the hub's connector page and paste it into the connector's first sign-in.");

    public static readonly Refusal CertificateMissing = new(
        "agent-certificate-missing", 401,
        new("連携ソフトの鍵が示されませんでした。", "The connector showed no key."), PairAgain);

    public static readonly Refusal CertificateUnfit = new(
        "agent-certificate-unfit", 422,
        new("連携ソフトの鍵は ECDSA P-256 で、証明書は有効期間内である必要があります。", "A connector's key is ECDSA P-256, and its certificate is valid now."),
        new("連携ソフトを新しくし、PC の時計を合わせてからもう一度お試しください。", "Update the connector, set the PC's clock and try again."));

    public static readonly Refusal Unknown = new(
        "agent-unknown", 401,
        new("この連携ソフトは、どの事業者とも連携していません。", "This connector is paired with no office."), PairAgain);

    public static readonly Refusal Revoked = new(
        "agent-revoked", 403,
        new("この連携ソフトの連携は解除されました。", "The pairing of this connector was ended."), PairAgain);

    public static readonly Refusal Expired = new(
        "agent-certificate-expired", 403,
        new("連携ソフトの鍵の有効期限が切れました。", "The connector's key has expired."), PairAgain);

    public static readonly Refusal PairingKeyUnknown = new(
        "pairing-key-unknown", 404,
        new("認証キーが違います。", "There is no such pairing key."),
        new("画面の「コピー」で写し取り、貼り付け直してください。", "Copy it with the button on the page and paste it again."));

    public static readonly Refusal PairingKeyExpired = new(
        "pairing-key-expired", 410,
        new("認証キーの有効期限(5 分)が切れました。", "The pairing key is older than five minutes."),
        new("「認証キーを発行」で新しい認証キーを発行してください。", "Issue a new pairing key."));

    public static readonly Refusal PairingKeyUsed = new(
        "pairing-key-used", 409,
        new("この認証キーはすでに使われました。", "This pairing key was used already."),
        new("「認証キーを発行」で新しい認証キーを発行してください。", "Issue a new pairing key."));

    public static readonly Refusal AlreadyPaired = new(
        "agent-already-paired", 409,
        new("この連携ソフトの鍵は、すでに連携に使われています。", "This connector's key is paired already."),
        new("連携ソフトの設定で「連携を解除」してから、もう一度お試しください。", "End the pairing in the connector's settings, then try again."));

    public static readonly Refusal PcNameMissing = new(
        "agent-pc-name", 422,
        new("PC の名前は 1〜64 文字です。", "A PC's name has 1 to 64 characters."),
        new("連携ソフトを新しくしてください。", "Update the connector."));
}
