using Warifu.Wire;

namespace Warifu.Bank.OpenApi;

/// <summary>Why a call of the open API gets nothing. A token that does not count is refused alike, whatever the reason, but for its key.</summary>
public static class ApiRefusals
{
    public static readonly Refusal TokenMissing = new("access-token-missing", 401,
        new("アクセストークンがありません。", "There is no access token."),
        new("Authorization ヘッダに入れてください。アドレスや本文には入れられません。", "Put it into the Authorization header; it is not taken from the address or the body."));

    public static readonly Refusal TokenInvalid = new("token-invalid", 401,
        new("アクセストークンは無効です。期限切れ、解除、または休止中です。", "The access token does not count: it has expired, or its link was withdrawn or rests."),
        new("リフレッシュトークンで新しいものを取得してください。それも断られたら、お客様にもう一度連携していただいてください。",
            "Get another with the refresh token. If that is refused too, ask the customer to link again."));

    public static readonly Refusal SenderOther = new("token-sender-other", 401,
        new("アクセストークンは、この証明書または鍵に結び付いたものではありません。", "The access token is not bound to this certificate or key."),
        new("トークンを受け取ったときと同じ証明書または鍵で送ってください。", "Send it with the certificate or key with which you got it."));

    public static readonly Refusal ScopeMissing = new("api-scope-missing", 403,
        new("この連携では、この業務は許可されていません。", "The link does not allow this."),
        new("必要なら、この業務を含めてもう一度連携してください。", "If you need it, link again and ask for it."));

    public static readonly Refusal AccountOther = new("api-account-unknown", 404,
        new("この連携に、この口座はありません。", "The link has no such account."),
        new("口座一覧の accountId を指定してください。", "Give an accountId of the list of accounts."));

    public static readonly Refusal ParameterWrong = new("api-parameter-wrong", 400,
        new("パラメータの値が正しくありません。", "A parameter's value is not right."),
        new("日付は YYYY-MM-DD、nextItemKey は前の応答の値にしてください。", "Days are YYYY-MM-DD; nextItemKey is that of the answer before."));

    public static readonly Refusal TooMany = new("api-too-many-calls", 429,
        new("この連携からの呼出しが多すぎます。", "The link calls too often."),
        new("Retry-After の秒数だけ待ってから、もう一度送ってください。", "Wait as many seconds as Retry-After says and send it again."));
}
