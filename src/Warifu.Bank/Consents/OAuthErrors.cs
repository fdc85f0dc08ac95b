using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Warifu.Bank.Clients;
using Warifu.Bank.Consents.Tokens;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>Refusals as OAuth says them (RFC 6749, 5.2): a registered error, and our stable code in its description.</summary>
internal static class OAuthErrors
{
    public const string Proof = "invalid_dpop_proof";

    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        [RequestRefusals.ResponseType.Code] = "unsupported_response_type",
        [RequestRefusals.ScopeNotTaken.Code] = "invalid_scope",
        [RequestRefusals.DetailsMissing.Code] = "invalid_authorization_details",
        [RequestRefusals.DetailsWrong.Code] = "invalid_authorization_details",
        [RequestRefusals.DetailsNotRegistered.Code] = "invalid_authorization_details",
        [RequestRefusals.GrantUnknown.Code] = "invalid_grant_id",
        [GrantRefusals.TypeOther.Code] = "unsupported_grant_type",
        [GrantRefusals.CodeMissing.Code] = "invalid_request",
        [GrantRefusals.SenderMissing.Code] = "invalid_request",
    }
    .Concat(Each("invalid_client", ClientRefusals.All))
    .Concat(Each("invalid_grant", [
        GrantRefusals.CodeUnknown, GrantRefusals.CodeExpired, GrantRefusals.CodeUsed, GrantRefusals.RedirectOther, GrantRefusals.VerifierWrong,
        GrantRefusals.KeyOther, GrantRefusals.RefreshUnknown, GrantRefusals.Ended, GrantRefusals.Resting]))
    .Concat(Each(Proof, [
        DpopRefusals.Many, DpopRefusals.Unreadable, DpopRefusals.Signature, DpopRefusals.Method, DpopRefusals.Address, DpopRefusals.Age, DpopRefusals.Token,
        DpopRefusals.Replayed]))
    .ToFrozenDictionary();

    /// <summary>What nothing else is said of is <c>invalid_request</c>.</summary>
    public static string Of(Refusal refusal) => Names.GetValueOrDefault(refusal.Code, "invalid_request");

    public static IResult AsOAuthError(this Refusal refusal) => Results.Json(
        new Dictionary<string, string>
        {
            ["error"] = Of(refusal),
            ["error_description"] = $"{refusal.Code}: {refusal.What.En} {refusal.WayOut.En}",
            ["error_uri"] = Refusing.Pages + refusal.Code,
        }, WireJson.Options, statusCode: refusal.Status);

    private static IEnumerable<KeyValuePair<string, string>> Each(string error, IReadOnlyList<Refusal> refusals) =>
        refusals.Select(refusal => KeyValuePair.Create(refusal.Code, error));
}
