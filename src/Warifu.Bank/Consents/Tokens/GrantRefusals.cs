using Warifu.Wire;

namespace Warifu.Bank.Consents.Tokens;

/// <summary>Why a code or a refresh token gives nothing: <c>invalid_grant</c> (RFC 6749, 5.2), but for the kind of grant itself.</summary>
public static class GrantRefusals
{
    public static readonly Refusal TypeOther = new("grant-type-other", 400,
        new("grant_type は authorization_code と refresh_token だけです。", "grant_type is authorization_code or refresh_token."),
        new("正しい値でもう一度送ってください。", "Send it again with the right value."));

    public static readonly Refusal CodeMissing = new("code-missing", 400,
        new("code、redirect_uri または code_verifier がありません。", "code, redirect_uri or code_verifier is missing."),
        new("すべてのパラメータを送ってください。", "Send all of them."));

    public static readonly Refusal CodeUnknown = new("code-unknown", 400,
        new("この認可コードはありません。", "There is no such code for this client."),
        new("連携をはじめからやり直してください。", "Begin the link again."));

    public static readonly Refusal CodeExpired = new("code-expired", 400,
        new("認可コードの有効期限（60 秒）が切れています。", "The code has expired; it is good for 60 seconds."),
        new("連携をはじめからやり直してください。", "Begin the link again."));

    public static readonly Refusal CodeUsed = new("code-used", 400,
        new("この認可コードはすでに使われています。安全のため、このコードで発行したトークンを無効にしました。", "This code was used before. To be safe, what it gave is revoked."),
        new("連携をはじめからやり直してください。", "Begin the link again."));

    public static readonly Refusal RedirectOther = new("code-redirect-uri-other", 400,
        new("redirect_uri が認可の要求と一致しません。", "redirect_uri is not that of the request."),
        new("正しい値でもう一度送ってください。", "Send it again with the right value."));

    public static readonly Refusal VerifierWrong = new("code-verifier-wrong", 400,
        new("code_verifier が code_challenge と一致しません。", "code_verifier does not match code_challenge."),
        new("正しい値でもう一度送ってください。", "Send it again with the right value."));

    public static readonly Refusal KeyOther = new("token-key-other", 400,
        new("コードまたはトークンが結び付いている鍵と、違う鍵が使われています。", "Another key is used than the one this is bound to."),
        new("最初に使った鍵または証明書で送ってください。", "Send it with the key or certificate used at first."));

    public static readonly Refusal RefreshUnknown = new("refresh-token-unknown", 400,
        new("このリフレッシュトークンはありません。", "There is no such refresh token for this client."),
        new("連携をはじめからやり直してください。", "Begin the link again."));

    public static readonly Refusal Ended = new("grant-ended", 400,
        new("この連携は解除されたか、期限が過ぎています。", "This link was withdrawn, or has expired."),
        new("お客様に、もう一度連携していただいてください。", "Ask the customer to link again."));

    public static readonly Refusal Resting = new("grant-resting", 400,
        new("お客様に有効な電子証明書がないため、連携は休止しています。", "The link rests, because the customer has no active certificate."),
        new("お客様が電子証明書を取得すると再開します。", "It goes on when the customer has one again."));

    public static readonly Refusal SenderMissing = new("sender-constraint-missing", 400,
        new("トークンを結び付ける証明書または DPoP 証明がありません。", "There is no certificate or DPoP proof to bind the token to."),
        new("登録した方式（mtls または dpop）で送ってください。", "Send it by the registered way, mtls or dpop."));
}
