using Warifu.Bank.Clients;
using Warifu.Pki.Jose;
using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>What a client asks for (RFC 9126, RFC 9396), with every check passed.</summary>
internal sealed record AuthorizationRequest
{
    private const int LongestState = 512;
    private const int ChallengeLength = 43;

    /// <summary>One check, one unit: each is asked with everything the client sent.</summary>
    private static readonly IReadOnlyList<Func<OAuthForm, ApiClient, Refusal?>> Checks =
        [NoRequestObject, ResponseType, ResponseMode, Redirect, StateFits, ChallengeIsThere, ChallengeMethod, ChallengeFits, NoScope, GrantAction];

    public required string RedirectUri { get; init; }

    public required string? State { get; init; }

    /// <summary>PKCE, S256.</summary>
    public required string Challenge { get; init; }

    public required IReadOnlyList<AuthorizationDetail> Details { get; init; }

    /// <summary>The grant that goes on under new terms (Grant Management); null: a new one.</summary>
    public required Guid? Replaces { get; init; }

    public static Outcome<AuthorizationRequest> Of(OAuthForm form, ApiClient client)
    {
        if (Checks.Select(check => check(form, client)).FirstOrDefault(refusal => refusal is not null) is { } unfit)
            return unfit;
        var details = AuthorizationDetails.Read(form["authorization_details"]);
        if (details.Refusal is { } wrong)
            return wrong;
        if (details.Value.Any(detail => !client.Scopes.Contains(detail.Scope)))
            return RequestRefusals.DetailsNotRegistered;
        return new AuthorizationRequest
        {
            RedirectUri = form["redirect_uri"]!,
            State = form["state"],
            Challenge = form["code_challenge"]!,
            Details = details.Value,
            Replaces = form["grant_id"] is { } grant ? Guid.Parse(grant) : null,
        };
    }

    private static Refusal? NoRequestObject(OAuthForm form, ApiClient client) => (form["request"] ?? form["request_uri"]) is null ? null : RequestRefusals.RequestObject;

    private static Refusal? ResponseType(OAuthForm form, ApiClient client) => form["response_type"] == "code" ? null : RequestRefusals.ResponseType;

    private static Refusal? ResponseMode(OAuthForm form, ApiClient client) => form["response_mode"] is null or "query" ? null : RequestRefusals.ResponseMode;

    // Simple string comparison (RFC 3986, 6.2.1).
    private static Refusal? Redirect(OAuthForm form, ApiClient client) =>
        form["redirect_uri"] is { } asked && client.RedirectUris.Contains(asked, StringComparer.Ordinal) ? null : RequestRefusals.RedirectUri;

    private static Refusal? StateFits(OAuthForm form, ApiClient client) => IsShort(form["state"]) && IsShort(form["nonce"]) ? null : RequestRefusals.StateTooLong;

    private static Refusal? ChallengeIsThere(OAuthForm form, ApiClient client) => form["code_challenge"] is null ? RequestRefusals.ChallengeMissing : null;

    private static Refusal? ChallengeMethod(OAuthForm form, ApiClient client) => form["code_challenge_method"] == "S256" ? null : RequestRefusals.ChallengeMethod;

    private static Refusal? ChallengeFits(OAuthForm form, ApiClient client) =>
        form["code_challenge"] is { Length: ChallengeLength } challenge && Base64UrlText.Read(challenge) is not null ? null : RequestRefusals.ChallengeWrong;

    private static Refusal? NoScope(OAuthForm form, ApiClient client) => form["scope"] is null ? null : RequestRefusals.ScopeNotTaken;

    private static Refusal? GrantAction(OAuthForm form, ApiClient client) => (form["grant_management_action"], form["grant_id"]) switch
    {
        (null or "create", null) => null,
        ("replace", { } grant) when Guid.TryParseExact(grant, "D", out _) => null,
        _ => RequestRefusals.GrantAction,
    };

    private static bool IsShort(string? text) => text is null || (text.Length <= LongestState && text.All(letter => letter is >= ' ' and <= '~'));
}
