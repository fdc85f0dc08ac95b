using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Warifu.Bank.Clients;
using Warifu.Tests.Bank.Consents;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.OpenApi;

/// <summary>An example as the page for developers shows it, in a folder with the certificate of a service that is registered.</summary>
internal sealed class ShownExample : IAsyncDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly TestBank bank;
    private readonly LinkedService service;
    private readonly string folder = Directory.CreateTempSubdirectory("warifu-example-").FullName;
    private readonly List<Process> started = [];

    private ShownExample(TestBank bank, LinkedService service) => (this.bank, this.service) = (bank, service);

    /// <summary>Programs look names up: the bank is on <c>localhost</c>.</summary>
    public string Issuer => Origin("api");

    private string RedirectUri => Origin("www") + "/back";

    public static async Task<ShownExample> TakeAsync(TestCluster cluster, string shown, string name)
    {
        var served = await TestBank.StartAsync(cluster, isLocal: true);
        await LinkedBank.RegisterAccountsAsync(served);
        var registered = await LinkedService.RegisterAsync(served, ClientAuthenticationMethod.SelfSignedTlsClientAuth);
        var example = new ShownExample(served, registered);
        Assert.Null((await served.Operations.RegisterClientAsync(
            served.Profile.Code, registered.Registration().Replace(registered.RedirectUri, example.RedirectUri, StringComparison.Ordinal), Cancel)).Refusal);
        using var browser = new TestBrowser(port: 0, served.Server, certificate: null);
        await browser.OpenAsync(example.Origin("www") + "/developers");
        var text = browser.Page.QuerySelector($"#{shown}")!.TextContent;
        // The variables of its head: client_id is that of the service already.
        Assert.Contains(example.Issuer, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(example.folder, name), text.Replace("https://app.kakei.example/callback", example.RedirectUri, StringComparison.Ordinal), Cancel);
        await File.WriteAllTextAsync(Path.Combine(example.folder, "client.pem"), registered.Certificate.ExportCertificatePem(), Cancel);
        using var key = registered.Certificate.GetECDsaPrivateKey()!;
        await File.WriteAllTextAsync(Path.Combine(example.folder, "client.key"), key.ExportPkcs8PrivateKeyPem(), Cancel);
        await File.WriteAllTextAsync(Path.Combine(example.folder, "bank.pem"), served.Server.ExportCertificatePem(), Cancel);
        return example;
    }

    public Process Start(string program, params string[] words)
    {
        var start = new ProcessStartInfo(program, words)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Whom it trusts is the machine's affair, not the example's; and no compiler stays behind.
        foreach (var (name, value) in ((string, string)[])[
            ("CURL_CA_BUNDLE", Path.Combine(folder, "bank.pem")), ("SSL_CERT_FILE", Path.Combine(folder, "bank.pem")), ("TMPDIR", folder), ("XDG_DATA_HOME", folder),
            ("DOTNET_NOLOGO", "1"), ("DOTNET_CLI_USE_MSBUILD_SERVER", "0"), ("MSBUILDDISABLENODEREUSE", "1"), ("UseSharedCompilation", "false")])
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        started.Add(process);
        return process;
    }

    /// <summary>The customer's part.</summary>
    /// <returns>Where his browser ends.</returns>
    public async Task<Uri> AllowAsync(string address)
    {
        using var browser = new TestBrowser(port: 0, bank.Server, await bank.CertificateOfAsync("minato03"));
        await browser.OpenAsync(address);
        await browser.FollowAsync("a.button");
        await browser.SubmitAsync("form.card", ("Password", TestBank.Passwords["minato03"].Login));
        await browser.SubmitAllAsync("form.card", [("Scopes", "accounts"), ("Scopes", "transactions")]);
        Assert.EndsWith("/allow", browser.Address!.AbsolutePath, StringComparison.Ordinal);
        await browser.SubmitAsync("form.card", ("GoOn", "true"), ("Answer", "allow"));
        Assert.StartsWith(RedirectUri, browser.Address!.AbsoluteUri, StringComparison.Ordinal);
        return browser.Address;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in started)
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }
        service.Dispose();
        await bank.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private string Origin(string face) => $"https://localhost:{bank.Profile.Faces[face].Port}";
}
