// A service links an account: dotnet run link.cs
// Beside it lie client.pem and client.key: the TLS client certificate that is registered, and its key.
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Web;

const string issuer = "https://api.asagiri.test";
const string authorize = "https://www.asagiri.test/authorize";
const string clientId = "kakeibo";
const string redirectUri = "https://app.kakei.example/callback";

using var handler = new SocketsHttpHandler();
handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPemFile("client.pem", "client.key")];
using var http = new HttpClient(handler) { BaseAddress = new(issuer) };

// 1. Push what is asked for.
var (state, verifier) = (Secret(), Secret());
var pushed = await PostAsync("/par", new()
{
    ["response_type"] = "code",
    ["client_id"] = clientId,
    ["redirect_uri"] = redirectUri,
    ["state"] = state,
    ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
    ["code_challenge_method"] = "S256",
    ["authorization_details"] = """[{"type":"accounts"},{"type":"transactions","dateFrom":"2026-10-01"}]""",
});

// 2. Send the customer's browser there. It comes back to the redirect address; what comes with another state or iss is not the answer.
Console.WriteLine($"{authorize}?client_id={clientId}&request_uri={Uri.EscapeDataString(Text(pushed, "request_uri"))}");
var answer = HttpUtility.ParseQueryString(new Uri(Console.ReadLine()!).Query);
if (answer["state"] != state || answer["iss"] != issuer || answer["code"] is not { } code)
    throw new InvalidOperationException(answer["error"] ?? "This is not the answer to the request.");

// 3. Redeem the code within 60 seconds.
var tokens = await PostAsync("/token", new()
{
    ["grant_type"] = "authorization_code",
    ["client_id"] = clientId,
    ["code"] = code,
    ["redirect_uri"] = redirectUri,
    ["code_verifier"] = verifier,
});

// 4. Read the accounts, over a connection with the same certificate.
http.DefaultRequestHeaders.Authorization = new("Bearer", Text(tokens, "access_token"));
Console.WriteLine(await http.GetStringAsync("/accounts"));

// 5. Whenever the access token has ended, get another with the refresh token, which stays the same.
var again = await PostAsync("/token", new() { ["grant_type"] = "refresh_token", ["client_id"] = clientId, ["refresh_token"] = Text(tokens, "refresh_token") });
Console.WriteLine(again.GetProperty("expires_in"));

static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

async Task<JsonElement> PostAsync(string path, Dictionary<string, string> form)
{
    using var reply = await http.PostAsync(path, new FormUrlEncodedContent(form));
    var text = await reply.Content.ReadAsStringAsync();
    return reply.IsSuccessStatusCode ? JsonElement.Parse(text) : throw new HttpRequestException(text);
}
