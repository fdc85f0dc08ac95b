using Warifu.Wire;

namespace Warifu.Operations;

/// <summary>Why an operator's command cannot be done.</summary>
public static class OperationRefusals
{
    public static readonly Refusal OptionMissing = new("option-missing", 422,
        new("必要な設定が足りません。", "A setting that is needed is not given."),
        new("オプションか環境変数で指定してください。開発用の世界なら --world up。", "Give it as an option or in the environment. For a developer's world: --world up."));

    public static readonly Refusal DatabaseAway = new("database-away", 503,
        new("データベースに接続できません。", "The database cannot be reached."),
        new("接続先とデータベースの状態を確かめて、もう一度実行してください。", "Check the connection and the database, then run the command again."));

    public static readonly Refusal ClientUnknown = new("client-not-registered", 404,
        new("この client_id の有効なサービスはありません。", "No service of this client_id is active."),
        new("warifu bank client list で確かめてください。", "See warifu bank client list."));

    public static readonly Refusal FileMissing = new("file-missing", 422,
        new("ファイルが見つかりません。", "The file was not found."),
        new("場所を確かめてください。", "Check its place."));

    public static readonly Refusal AddressMalformed = new("address-malformed", 422,
        new("アドレスを読み取れません。", "The address cannot be read."),
        new("名前とポートは HOST:PORT、待ち受けは 127.0.0.1 のような IP アドレスで指定してください。", "Give name and port as HOST:PORT, a listener as an IP address such as 127.0.0.1."));

    public static readonly Refusal SerialMalformed = new("serial-malformed", 422,
        new("シリアル番号を読み取れません。", "The serial number cannot be read."),
        new("証明書に書かれた16から40桁の小文字の16進数を指定してください。", "Give the 16 to 40 lower-case hex digits of the certificate."));

    public static readonly Refusal CertificateUnsound = new("log-certificate-unsound", 422,
        new("ログの写しに添えた証明書がプロファイルに合いません。", "A certificate beside the copy of the log does not hold."),
        new("証明書を確かめ、認証局の運用者に知らせてください。", "Check the certificate and tell the authority's operator."));

    public static readonly Refusal KeptHeadsUnreadable = new("kept-heads-unreadable", 422,
        new("控えのファイルを読み取れません。", "The lines kept from an earlier run cannot be read."),
        new("warifu bank history verify --json の出力をそのまま、金融機関ごとに 1 行指定してください。", "Give the output of warifu bank history verify --json as it was, one line for each bank."));

    public static readonly Refusal StaffUnknown = new("staff-unknown", 422,
        new("この職員番号の職員は登録されていません。", "No member of staff with this ID is admitted."),
        new("職員番号を確かめてください。", "Check the ID."));
}
