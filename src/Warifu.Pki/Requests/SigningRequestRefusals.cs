using Warifu.Wire;

namespace Warifu.Pki.Requests;

public static class SigningRequestRefusals
{
    private static readonly Phrase MakeAnother =
        new("申請をプログラムで作り直してください。", "Let the program make a new request.");

    public static readonly Refusal TooLarge = new(
        "signing-request-too-large", 413,
        new("証明書の申請が16 KiBを超えています。", "The certificate request is larger than 16 KiB."),
        MakeAnother);

    public static readonly Refusal Malformed = new(
        "signing-request-malformed", 422,
        new("証明書の申請がDER形式のPKCS#10ひとつではありません。", "The certificate request is not exactly one PKCS#10 in DER."),
        MakeAnother);

    public static readonly Refusal Unsound = new(
        "signing-request-unsound", 422,
        new("証明書の申請の鍵または署名が受け付けられません。", "The key or the signature of the certificate request is not acceptable."),
        MakeAnother);
}
