using Warifu.Wire;

namespace Warifu.Bank.Enrolment.Est;

public static class EstRefusals
{
    /// <summary>Whatever is wrong with user or secret: unknown, wrong, used, expired, locked.</summary>
    public static readonly Refusal NotAuthorised = new("est-not-authorised", 401,
        new("ログインIDまたは一度限りの発行用パスワードが受け付けられません。", "The login ID or the one-time enrolment secret is not accepted."),
        new("発行用パスワードは一度しか使えず、期限があり、続けて間違えると使えなくなります。お取引店に新しいものをご依頼ください。",
            "A secret is good once, until it expires, and not after wrong tries in a row. Ask your branch for a new one."));

    public static readonly Refusal CertificateNeeded = new("est-certificate-needed", 403,
        new("更新には、更新する電子証明書での接続が必要です。", "To re-enrol, connect with the certificate that is to be renewed."),
        new("更新する電子証明書とその鍵で接続してください。初めての発行は simpleenroll で行います。",
            "Connect with that certificate and its key. A first certificate is had at simpleenroll."));

    public static readonly Refusal NamesAnother = new("est-names-another", 422,
        new("申請の名義が、この利用者の名義ではありません。", "The request names somebody other than this user."),
        new("名義を空にするか、CNにログインIDだけを入れて、申請を作り直してください。別名（SAN）は付けないでください。",
            "Make a request with an empty subject, or with the login ID as its CN. Ask for no subjectAltName."));

    public static readonly Refusal MediaType = new("est-media-type", 415,
        new("申請は application/pkcs10 で送ってください。", "A request is sent as application/pkcs10."),
        new("Content-Type を application/pkcs10 にしてください。", "Set Content-Type to application/pkcs10."));

    public static readonly Refusal NotBase64 = new("est-body-malformed", 400,
        new("本文が、PKCS#10のDERひとつをbase64にしたものではありません。", "The body is not one PKCS#10 in DER, written in base64."),
        new("PEMの前後の行を付けずに、base64だけを送ってください。", "Send the base64 alone, without the lines of PEM around it."));

    public static readonly Refusal Busy = new("est-busy", 503,
        new("いまは処理できません。", "The bank cannot do this right now."),
        new("少し待ってから、同じ申請をもう一度送ってください。", "Wait a little and send the same request again."));
}
