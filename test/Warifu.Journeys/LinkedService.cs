using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Warifu.Pki.Jose;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>A service as somebody else writes it: a program of its own, with a library of its own, that links an account over the wire.</summary>
internal sealed class LinkedService : IDisposable
{
    private static readonly string Programs = Path.Combine(Checkout.Root, "test", "clients");
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly TheWorld world;
    private readonly string library;
    private readonly string method;
    private readonly string sender;
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 certificate;
    private Process? program;

    public LinkedService(TheWorld world, string clientId, string library, string method, string sender)
    {
        (this.world, ClientId, this.library, this.method, this.sender) = (world, clientId, library, method, sender);
        var request = new CertificateRequest($"CN={clientId}, O=Minamoto Inc.", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
    }

    /// <summary>One that the bank has registered.</summary>
    public static async Task<LinkedService> RegisteredAsync(
        TheWorld world, string clientId, string library = "openid-client", string method = "private_key_jwt", string sender = "dpop")
    {
        var service = new LinkedService(world, clientId, library, method, sender);
        await using var operations = world.World.BankOperations();
        Assert.Null((await operations.RegisterClientAsync(new("9972"), service.Registration, Cancel)).Refusal);
        return service;
    }

    public string ClientId { get; }

    /// <summary>Nobody listens there with pages of its own: where the browser ends is what counts.</summary>
    public string RedirectUri => $"{world.WwwFace}/linked/{ClientId}";

    public string Issuer => $"https://api.asagiri.test:{world.World.Addresses.Ports.BankNames}";

    /// <summary>What it hands in to the bank.</summary>
    public string Registration => string.Join('\n', (string[])
    [
        $"client-id: {ClientId}",
        "name: { ja: 家計ノート, en: Kakei Note }",
        "company: { ja: 株式会社みなもと, en: Minamoto Inc. }",
        "site: https://kakei.example/",
        $"redirect-uris: [\"{RedirectUri}\"]",
        "scopes: [accounts, balances, transactions, deposit-transactions]",
        $"authentication: {method}",
        $"sender: {sender}",
        .. method == "private_key_jwt"
            ? (string[])[$"keys: '{JsonSerializer.Serialize(new { keys = new[] { Jwk.Of(key, "k1").ToMembers() } })}'"]
            : [$"subject: \"{certificate.Subject}\"", $"certificates:\n  - |\n    {certificate.ExportCertificatePem().ReplaceLineEndings("\n    ")}"],
    ]);

    /// <returns>Where it sends the browser.</returns>
    public async Task<string> BeginAsync(params string[] scopes)
    {
        await InstallAsync();
        program = Process.Start(new ProcessStartInfo("node", ["service.mjs", library])
        {
            WorkingDirectory = Programs,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var parameters = key.ExportParameters(includePrivateParameters: true);
        var secret = new Dictionary<string, string>(Jwk.Of(key, "k1").ToMembers()) { ["d"] = Base64UrlText.Write(parameters.D) };
        var answer = await AskAsync(new
        {
            issuer = Issuer,
            clientId = ClientId,
            redirectUri = RedirectUri,
            details = scopes.Select(scope => new { type = scope }),
            sender,
            method,
            signingKey = secret,
            tls = new
            {
                ca = await File.ReadAllTextAsync(world.World.ServerCa, Cancel),
                cert = sender == "mtls" || method != "private_key_jwt" ? certificate.ExportCertificatePem() : null,
                key = sender == "mtls" || method != "private_key_jwt" ? key.ExportPkcs8PrivateKeyPem() : null,
            },
        });
        return answer.GetProperty("address").GetString()!;
    }

    /// <summary>The browser came back: it redeems the code, and refreshes at once.</summary>
    public Task<JsonElement> FinishAsync(string callback) => AskAsync(new { callback });

    /// <summary>Asks that this link go on under new terms.</summary>
    /// <returns>Where it sends the browser.</returns>
    public async Task<string> BeginAgainAsync(string grant) => (await AskAsync(new { again = grant })).GetProperty("address").GetString()!;

    /// <summary>Goes on with this refresh token.</summary>
    /// <returns>The status of the call after it.</returns>
    public async Task<int> RefreshAndCallAsync(string refresh)
    {
        await AskAsync(new { refresh });
        return (await CallAsync()).Status;
    }

    /// <summary>Calls the API, over the connection that it has.</summary>
    public async Task<(int Status, JsonElement Body)> CallAsync()
    {
        var answer = await AskAsync(new { call = true });
        return (answer.GetProperty("status").GetInt32(), answer.GetProperty("body"));
    }

    public void Dispose()
    {
        program?.Kill();
        program?.Dispose();
        certificate.Dispose();
        key.Dispose();
    }

    private async Task<JsonElement> AskAsync(object question)
    {
        await program!.StandardInput.WriteLineAsync(JsonSerializer.Serialize(question));
        await program.StandardInput.FlushAsync(Cancel);
        var answer = JsonElement.Parse(await program.StandardOutput.ReadLineAsync(Cancel) ?? throw new InvalidOperationException("The service ended."));
        Assert.False(answer.TryGetProperty("error", out _), answer.GetRawText());
        return answer;
    }

    /// <summary>Its libraries, as the lock file has them.</summary>
    private static async Task InstallAsync()
    {
        if (Directory.Exists(Path.Combine(Programs, "node_modules", "openid-client")))
            return;
        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--silent"]) { WorkingDirectory = Programs })!;
        await npm.WaitForExitAsync(Cancel);
        Assert.Equal(0, npm.ExitCode);
    }
}
