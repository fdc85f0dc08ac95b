using Warifu.Wire;

namespace Warifu.Operations;

/// <summary>Why an operator's command cannot be done.</summary>
public static class OperationRefusals
{
    public static readonly Refusal OptionMissing = new("option-missing", 422,
        new("必要な設定が足りません。", "A setting that is needed is not given."),
        new("オプションか環境変数で指定してください。開発用の世界なら --world up。", "Give it as an option or in the environment. For a developer's world: --world up."));

    public static readonly Refusal FileMissing = new("file-missing", 422,
        new("ファイルが見つかりません。", "The file was not found."),
        new("場所を確かめてください。", "Check its place."));

    public static readonly Refusal CertificateUnsound = new("log-certificate-unsound", 422,
        new("ログの写しに添えた証明書がプロファイルに合いません。", "A certificate beside the copy of the log does not hold."),
        new("証明書を確かめ、認証局の運用者に知らせてください。", "Check the certificate and tell the authority's operator."));
}
