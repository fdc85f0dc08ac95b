using Warifu.Wire;

namespace Warifu.Authority.Revocation;

public static class RevocationRefusals
{
    public static readonly Refusal CertificateUnknown = new("serial-unknown", 404,
        new("この銀行にこのシリアル番号の証明書はありません。", "This bank has no certificate with this serial number."),
        new("シリアル番号を確かめてください。", "Check the serial number."));

    public static readonly Refusal ReasonUnknown = new("revocation-reason-unknown", 422,
        new("この失効理由はありません。", "There is no such reason for a revocation."),
        new("RFC 5280の失効理由を使ってください。一時停止は停止の依頼で行います。", "Use a reason of RFC 5280. A hold is asked for as a suspension."));

    public static readonly Refusal RevokedForGood = new("certificate-revoked-for-good", 409,
        new("この証明書はすでに失効しており、停止も再開もできません。", "This certificate is revoked for good; it can be neither suspended nor resumed."),
        new("新しい証明書を発行してください。", "Issue a new certificate."));

    public static readonly Refusal RequestKeyReused = new("standing-request-key-reused", 409,
        new("この依頼番号は別の停止または再開の依頼で使われています。", "This request key belongs to another suspension or resumption."),
        new("新しい依頼には新しい依頼番号を付けてください。", "Give a new request a new key."));
}
