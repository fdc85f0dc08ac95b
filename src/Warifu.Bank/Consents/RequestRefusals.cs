using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>What is wrong with an authorization request (RFC 9126, 2.3; RFC 6749, 4.1.2.1).</summary>
public static class RequestRefusals
{
    public static readonly Refusal FormNeeded = new("form-needed", 400,
        new("要求は application/x-www-form-urlencoded で送られていません。", "The request is not application/x-www-form-urlencoded."),
        new("フォームとして送ってください。", "Send it as a form."));

    public static readonly Refusal ParameterTwice = new("parameter-twice", 400,
        new("同じパラメータが複数あります。", "A parameter stands more than once."),
        new("パラメータはそれぞれ 1 回だけ送ってください。", "Send each parameter once."));

    public static readonly Refusal ResponseType = new("response-type-other", 400,
        new("response_type は code だけです。", "response_type is code and nothing else."),
        new("正しい値でもう一度送ってください。", "Send it again with the right value."));

    public static readonly Refusal ResponseMode = new("response-mode-other", 400,
        new("response_mode は query だけです。", "response_mode is query and nothing else."),
        new("正しい値でもう一度送ってください。", "Send it again with the right value."));

    public static readonly Refusal RequestObject = new("request-object-not-taken", 400,
        new("request と request_uri は、ここでは受け付けません。", "request and request_uri are not taken here."),
        new("パラメータをそのまま送ってください。", "Send the parameters themselves."));

    public static readonly Refusal RedirectUri = new("redirect-uri-not-registered", 400,
        new("redirect_uri が登録されたものと一致しません。", "redirect_uri is not a registered one, character by character."),
        new("登録したとおりの redirect_uri を送ってください。", "Send a redirect_uri as it is registered."));

    public static readonly Refusal ChallengeMissing = new("code-challenge-missing", 400,
        new("code_challenge がありません。", "code_challenge is missing."),
        new("PKCE（RFC 7636）を使ってください。", "Use PKCE (RFC 7636)."));

    public static readonly Refusal ChallengeMethod = new("code-challenge-method-other", 400,
        new("code_challenge_method は S256 だけです。", "code_challenge_method is S256 and nothing else."),
        new("正しい値でもう一度送ってください。", "Send it again with the right value."));

    public static readonly Refusal ChallengeWrong = new("code-challenge-wrong", 400,
        new("code_challenge が SHA-256 の base64url（43 文字）ではありません。", "code_challenge is not SHA-256 in base64url (43 characters)."),
        new("正しい値でもう一度送ってください。", "Send it again with the right value."));

    public static readonly Refusal StateTooLong = new("state-too-long", 400,
        new("state または nonce が長すぎるか、使えない文字があります。", "state or nonce is too long, or has characters that cannot be."),
        new("512 文字以内の ASCII にしてください。", "Use at most 512 ASCII characters."));

    public static readonly Refusal ScopeNotTaken = new("scope-not-taken", 400,
        new("scope は受け付けません。", "scope is not taken."),
        new("authorization_details（RFC 9396）で業務を指定してください。", "Name the business scopes in authorization_details (RFC 9396)."));

    public static readonly Refusal DetailsMissing = new("authorization-details-missing", 400,
        new("authorization_details がありません。", "authorization_details is missing."),
        new("求める業務を authorization_details（RFC 9396）で指定してください。", "Name what you ask for in authorization_details (RFC 9396)."));

    public static readonly Refusal DetailsWrong = new("authorization-details-wrong", 400,
        new("authorization_details を読み取れないか、知らない業務や項目があります。", "authorization_details cannot be read, or has a type or a field that is not known."),
        new("開発者向けの説明にある形で送ってください。", "Send it in the form that the documentation for developers shows."));

    public static readonly Refusal DetailsNotRegistered = new("authorization-details-not-registered", 400,
        new("登録されていない業務が求められています。", "A type was asked for that the client is not registered for."),
        new("登録された業務だけを求めてください。", "Ask only for what is registered."));

    public static readonly Refusal DpopThumbprint = new("dpop-jkt-other", 400,
        new("dpop_jkt が DPoP 証明の鍵と一致しないか、このサービスは DPoP を使いません。", "dpop_jkt is not the key of the DPoP proof, or the client does not use DPoP."),
        new("正しい値でもう一度送ってください。", "Send it again with the right value."));

    public static readonly Refusal GrantAction = new("grant-management-action-wrong", 400,
        new("grant_management_action と grant_id の組み合わせが正しくありません。", "grant_management_action and grant_id do not go together."),
        new("create は grant_id なし、replace は grant_id とともに送ってください。", "Send create without grant_id, replace with it."));

    public static readonly Refusal GrantUnknown = new("grant-id-unknown", 400,
        new("この grant_id の連携はありません。", "There is no such grant of this client."),
        new("連携中の grant_id を送るか、新しく連携してください。", "Send the grant_id of a grant that stands, or begin a new one."));

    public static readonly Refusal RequestUnknown = new("request-uri-unknown", 400,
        new("この連携の申込みは見つからないか、有効期限が切れています。", "This request for a link is not known, or has expired."),
        new("連携先サービスの画面に戻り、もう一度はじめからお進みください。", "Go back to the service and begin again."));

    public static readonly Refusal RequestDecided = new("request-uri-used", 400,
        new("この連携の手続きはすでに終わっています。", "This request for a link has been answered already."),
        new("連携先サービスの画面に戻ってお確かめください。", "Go back to the service and look there."));

    /// <summary>Beside <see cref="RequestDecided"/>.</summary>
    public static readonly Phrase WasAllowed = new(
        "許可は記録されています。連携先サービスに反映されていないときは、サービスからもう一度お申し込みください。先の許可は「管理 » API連携」で確かめ、解除できます。",
        "It was allowed, and that is recorded. Where the service does not show it, begin again there; the link stands at Manage » Links, where it can be withdrawn.");

    /// <inheritdoc cref="WasAllowed"/>
    public static readonly Phrase WasRefused = new(
        "拒否されたことが記録されています。連携先サービスには何も渡していません。", "It was refused, and that is recorded. Nothing was given to the service.");

    public static readonly Refusal TokenMissing = new("token-parameter-missing", 400,
        new("token がありません。", "token is missing."),
        new("調べるトークンを token に入れてください。", "Put the token in question into token."));
}
