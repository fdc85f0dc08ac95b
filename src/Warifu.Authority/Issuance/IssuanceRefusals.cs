using Warifu.Wire;

namespace Warifu.Authority.Issuance;

public static class IssuanceRefusals
{
    public static readonly Refusal Unsound = new("issue-request-unsound", 422,
        new("発行の依頼に誤りがあります。", "The request for a certificate does not hold."),
        new("指摘された項目をすべて直してください。", "Correct everything that is named."));

    public static readonly Refusal RequestKeyReused = new("issue-request-key-reused", 409,
        new("この依頼番号は別の内容の依頼で使われています。", "This request key belongs to a request of other content."),
        new("新しい依頼には新しい依頼番号を付けてください。", "Give a new request a new key."));

    public static readonly Refusal KeyInUse = new("certificate-key-in-use", 409,
        new("この鍵にはすでに証明書が発行されています。", "A certificate was issued for this key before."),
        new("新しい鍵を作ってから申請してください。", "Make a new key, then apply."));

    public static readonly Refusal NoAuthority = new("bank-without-authority", 503,
        new("この銀行の発行局がありません。", "This bank has no issuing authority."),
        new("認証局の儀式で銀行の発行局を作ってください。", "Make one in the authority's ceremony."));

    public static readonly Refusal Busy = new("issuance-busy", 503,
        new("発行の依頼が混み合っています。", "Too many requests for certificates are waiting."),
        new("少し待ってから、同じ依頼番号でもう一度依頼してください。", "Wait a moment and ask again with the same request key."));
}
