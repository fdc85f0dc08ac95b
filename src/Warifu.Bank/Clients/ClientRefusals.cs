using Warifu.Wire;

namespace Warifu.Bank.Clients;

/// <summary>Why a client is not taken for who it says it is: <c>invalid_client</c> (RFC 6749, 5.2).</summary>
public static class ClientRefusals
{
    private static readonly Phrase CompareRegistration = new(
        "登録内容（認証方式・証明書・鍵）と照らし合わせてください。", "Compare with what is registered: method, certificate, keys.");

    private static readonly Phrase MakeAnother = new("新しいアサーションを作って、もう一度送ってください。", "Make a new assertion and send it again.");

    public static readonly Refusal Unknown = new("client-unknown", 401,
        new("この client_id のサービスは登録されていません。", "No client of this client_id is registered."),
        new("金融機関が発行した client_id を確かめてください。", "Check the client_id that the bank gave."));

    public static readonly Refusal Stopped = new("client-stopped", 401,
        new("このサービスの登録は停止されています。", "The registration of this client is stopped."),
        new("金融機関にお問い合わせください。", "Ask the bank."));

    public static readonly Refusal OtherMethod = new("client-authentication-other", 401,
        new("登録された方式でクライアント認証が行われていません。", "The client did not authenticate by its registered method, and by that alone."), CompareRegistration);

    public static readonly Refusal CertificateMissing = new("client-certificate-missing", 401,
        new("接続でクライアント証明書が提示されていません。", "The connection showed no client certificate."), CompareRegistration);

    public static readonly Refusal CertificateOther = new("client-certificate-other", 401,
        new("接続の証明書は、登録されたものではありません。", "The connection's certificate is not the registered one."), CompareRegistration);

    public static readonly Refusal AssertionUnreadable = new("assertion-unreadable", 401,
        new("クライアントアサーションを読み取れません。", "The client assertion cannot be read."),
        new("署名付き JWT（RFC 7523）を client_assertion に入れてください。", "Put a signed JWT (RFC 7523) into client_assertion."));

    public static readonly Refusal AssertionAlgorithm = new("assertion-algorithm", 401,
        new("アサーションの署名方式は使えません。", "The assertion's algorithm is not taken."),
        new("PS256 または ES256 で署名してください。", "Sign with PS256 or ES256."));

    public static readonly Refusal AssertionSignature = new("assertion-signature", 401,
        new("アサーションの署名が、登録された鍵のものではありません。", "The assertion is not signed with a registered key."), CompareRegistration);

    public static readonly Refusal AssertionNotOfClient = new("assertion-not-of-client", 401,
        new("アサーションの iss と sub が client_id と一致しません。", "iss and sub of the assertion are not both the client_id."), MakeAnother);

    public static readonly Refusal AssertionAudience = new("assertion-audience", 401,
        new("アサーションの aud が発行者（issuer）と一致しません。", "aud of the assertion is not the issuer, as one string."),
        new("メタデータの issuer を、そのまま aud に入れてください。", "Put the issuer of the metadata into aud, as it stands."));

    public static readonly Refusal AssertionExpired = new("assertion-expired", 401,
        new("アサーションの有効期限が切れているか、期限がありません。", "The assertion has expired, or has no expiry."), MakeAnother);

    public static readonly Refusal AssertionFromFuture = new("assertion-from-future", 401,
        new("アサーションの iat または nbf が未来の時刻です。", "iat or nbf of the assertion lies in the future."),
        new("時計を合わせてください。10 秒までの差は受け付けます。", "Set the clock. Up to 10 seconds are taken."));

    public static readonly Refusal AssertionTooLong = new("assertion-too-long", 401,
        new("アサーションの有効期間が長すぎます。", "The assertion is valid for too long."),
        new("exp は作成から 5 分以内にしてください。", "Let exp be within five minutes of its making."));

    public static readonly Refusal AssertionReplayed = new("assertion-replayed", 401,
        new("このアサーションはすでに使われたか、jti がありません。", "This assertion was used before, or has no jti."), MakeAnother);

    public static IReadOnlyList<Refusal> All { get; } =
    [
        Unknown, Stopped, OtherMethod, CertificateMissing, CertificateOther, AssertionUnreadable, AssertionAlgorithm, AssertionSignature, AssertionNotOfClient,
        AssertionAudience, AssertionExpired, AssertionFromFuture, AssertionTooLong, AssertionReplayed,
    ];
}
