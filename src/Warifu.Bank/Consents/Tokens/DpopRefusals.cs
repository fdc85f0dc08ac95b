using Warifu.Wire;

namespace Warifu.Bank.Consents.Tokens;

/// <summary>What is wrong with a DPoP proof: <c>invalid_dpop_proof</c> (RFC 9449, 4.3).</summary>
public static class DpopRefusals
{
    public static readonly Refusal Many = new("dpop-proof-many", 400,
        new("DPoP ヘッダが複数あります。", "There is more than one DPoP header."),
        new("DPoP 証明は 1 つだけ送ってください。", "Send one proof."));

    public static readonly Refusal Unreadable = new("dpop-proof-unreadable", 400,
        new("DPoP 証明を読み取れません。", "The DPoP proof cannot be read."),
        new("公開鍵をヘッダに入れた dpop+jwt（RFC 9449）を送ってください。", "Send a dpop+jwt with its public key in the header (RFC 9449)."));

    public static readonly Refusal Signature = new("dpop-proof-signature", 400,
        new("DPoP 証明の署名が正しくないか、使えない方式です。", "The signature of the DPoP proof does not hold, or its algorithm is not taken."),
        new("ES256 または PS256 で署名してください。", "Sign with ES256 or PS256."));

    public static readonly Refusal Method = new("dpop-proof-method", 400,
        new("DPoP 証明の htm が、この要求のメソッドではありません。", "htm of the DPoP proof is not the method of this request."),
        new("要求ごとに新しい証明を作ってください。", "Make a new proof for each request."));

    public static readonly Refusal Address = new("dpop-proof-address", 400,
        new("DPoP 証明の htu が、この要求のアドレスではありません。", "htu of the DPoP proof is not the address of this request."),
        new("要求ごとに新しい証明を作ってください。", "Make a new proof for each request."));

    public static readonly Refusal Age = new("dpop-proof-age", 400,
        new("DPoP 証明の iat が古いか、未来の時刻です。", "iat of the DPoP proof is too old, or lies in the future."),
        new("時計を合わせ、要求ごとに新しい証明を作ってください。", "Set the clock and make a new proof for each request."));

    public static readonly Refusal Token = new("dpop-proof-token", 400,
        new("DPoP 証明の ath が、このアクセストークンのものではありません。", "ath of the DPoP proof is not that of this access token."),
        new("要求ごとに新しい証明を作ってください。", "Make a new proof for each request."));

    public static readonly Refusal Replayed = new("dpop-proof-replayed", 400,
        new("この DPoP 証明はすでに使われたか、jti がありません。", "This DPoP proof was used before, or has no jti."),
        new("要求ごとに新しい証明を作ってください。", "Make a new proof for each request."));
}
