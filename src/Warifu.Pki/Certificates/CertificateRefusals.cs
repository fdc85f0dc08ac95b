using Warifu.Wire;

namespace Warifu.Pki.Certificates;

public static class CertificateRefusals
{
    public static readonly Refusal Unreadable = new(
        "certificate-unreadable", 422,
        new("証明書を読み取れません。", "The certificate cannot be read."),
        new("DER形式のX.509証明書を渡してください。", "Give an X.509 certificate in DER."));

    public static readonly Refusal AgainstProfile = new(
        "certificate-against-profile", 422,
        new("この内容の証明書は発行できません。", "A certificate like this is not issued."),
        new("指摘された項目を直してください。", "Correct what the detail names."));
}
