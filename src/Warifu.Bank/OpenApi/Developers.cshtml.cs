using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Clients;
using Warifu.Bank.Profiles;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.OpenApi;

/// <summary>For the engineers of services: how to begin, and examples that run as they stand once the names are one's own.</summary>
[OnFace(BankFaces.Www)]
internal sealed class DevelopersModel(Banks banks) : PageModel
{
    public Phrase Bank => banks.Of(HttpContext).Profile.Name;

    public ApiLinkPolicy Policy => banks.Of(HttpContext).Profile.ApiLink!;

    public string Issuer => HttpContext.Issuer();

    public string Push => $$"""
        verifier=$(openssl rand -base64 32 | tr '+/' '-_' | tr -d '=')
        challenge=$(printf %s "$verifier" | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | tr -d '=')
        curl --cert client.pem --key client.key {{Issuer}}/par \
          -d response_type=code -d client_id=kakeibo -d redirect_uri=https://app.kakei.example/callback -d state=$(openssl rand -hex 16) \
          -d code_challenge=$challenge -d code_challenge_method=S256 \
          --data-urlencode 'authorization_details=[{"type":"accounts"},{"type":"transactions","dateFrom":"2026-10-01"}]'
        # {"request_uri":"urn:ietf:params:oauth:request_uri:…","expires_in":300}
        """;

    public string Redeem => $"""
        curl --cert client.pem --key client.key {Issuer}/token \
          -d grant_type=authorization_code -d client_id=kakeibo -d code=$code -d redirect_uri=https://app.kakei.example/callback -d code_verifier=$verifier
        curl --cert client.pem --key client.key -H "Authorization: Bearer $access_token" {Issuer}/accounts
        """;

    public string CSharp => $$"""
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPemFile("client.pem", "client.key")];
        using var http = new HttpClient(handler) { BaseAddress = new("{{Issuer}}") };
        var answer = await http.PostAsync("/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["client_id"] = "kakeibo",
            ["refresh_token"] = refreshToken,
        }));
        var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>();
        http.DefaultRequestHeaders.Authorization = new("Bearer", tokens.GetProperty("access_token").GetString());
        Console.WriteLine(await http.GetStringAsync("/accounts/balances"));
        """;

    public IActionResult OnGet() => banks.Of(HttpContext).Profile.ApiLink is null ? this.Refused(Consents.ConsentRefusals.NotHere) : Page();
}
