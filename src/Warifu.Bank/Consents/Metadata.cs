using Microsoft.AspNetCore.Http;
using Warifu.Bank.Clients;
using Warifu.Bank.OpenApi;
using Warifu.Bank.Profiles;
using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>What the authorization server says of itself (RFC 8414; RFC 9126, 5; RFC 9207, 3; RFC 9396, 10; RFC 9449, 5.1).</summary>
internal static class Metadata
{
    private static readonly string[] Algorithms = ["ES256", "PS256"];

    public static IResult Of(HttpContext context)
    {
        var issuer = context.Issuer();
        var methods = Enum.GetValues<ClientAuthenticationMethod>().Select(ClientWords.Name).ToArray();
        return Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = issuer,
            ["authorization_endpoint"] = context.Origin(BankFaces.Www) + ConsentEndpoints.Authorize,
            ["pushed_authorization_request_endpoint"] = issuer + ConsentEndpoints.Push,
            ["require_pushed_authorization_requests"] = true,
            ["token_endpoint"] = issuer + ConsentEndpoints.Token,
            ["revocation_endpoint"] = issuer + ConsentEndpoints.Revocation,
            ["introspection_endpoint"] = issuer + ConsentEndpoints.Introspection,
            ["jwks_uri"] = issuer + ConsentEndpoints.Keys,
            ["grant_management_endpoint"] = issuer + ConsentEndpoints.Grants,
            ["grant_management_actions_supported"] = (string[])["create", "replace", "query", "revoke"],
            ["grant_management_action_required"] = false,
            ["response_types_supported"] = (string[])["code"],
            ["response_modes_supported"] = (string[])["query"],
            ["grant_types_supported"] = (string[])["authorization_code", "refresh_token"],
            ["code_challenge_methods_supported"] = (string[])["S256"],
            ["authorization_details_types_supported"] = BusinessScopes.All.Select(scope => scope.Name()).ToArray(),
            ["authorization_response_iss_parameter_supported"] = true,
            ["token_endpoint_auth_methods_supported"] = methods,
            ["token_endpoint_auth_signing_alg_values_supported"] = Algorithms,
            ["revocation_endpoint_auth_methods_supported"] = methods,
            ["revocation_endpoint_auth_signing_alg_values_supported"] = Algorithms,
            ["introspection_endpoint_auth_methods_supported"] = methods,
            ["introspection_endpoint_auth_signing_alg_values_supported"] = Algorithms,
            ["tls_client_certificate_bound_access_tokens"] = true,
            ["dpop_signing_alg_values_supported"] = Algorithms,
            ["ui_locales_supported"] = (string[])["ja", "en"],
            ["service_documentation"] = context.Origin(BankFaces.Www) + ConsentEndpoints.Developers,
        }, WireJson.Options);
    }
}
