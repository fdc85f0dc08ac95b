namespace Warifu.Bench.OpenApi;

/// <summary>What the service asks of a token endpoint, the same of ours and the peer's.</summary>
internal static class TokenRequests
{
    public static HttpRequestMessage Refresh(Uri server, int number) => Ask(server, new()
    {
        ["grant_type"] = "refresh_token",
        ["refresh_token"] = GivenLinks.Refresh(number),
    });

    public static HttpRequestMessage Redeem(Uri server, int number) => Redeem(server, GivenLinks.Code(number));

    public static HttpRequestMessage Redeem(Uri server, string code) => Ask(server, new()
    {
        ["grant_type"] = "authorization_code",
        ["code"] = code,
        ["redirect_uri"] = GivenLinks.RedirectUri,
        ["code_verifier"] = GivenLinks.Verifier,
    });

    public static HttpRequestMessage Push(Uri server) => Post(new(server, "/par"), new()
    {
        ["response_type"] = "code",
        ["redirect_uri"] = GivenLinks.RedirectUri,
        ["state"] = "bench",
        ["code_challenge"] = GivenLinks.Challenge,
        ["code_challenge_method"] = "S256",
        ["authorization_details"] = """[{"type":"accounts"}]""",
    });

    private static HttpRequestMessage Ask(Uri server, Dictionary<string, string> form) => Post(new(server, "/token"), form);

    private static HttpRequestMessage Post(Uri address, Dictionary<string, string> form)
    {
        form["client_id"] = GivenLinks.ClientId;
        return new(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
    }
}
