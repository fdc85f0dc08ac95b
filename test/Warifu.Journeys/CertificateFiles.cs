using System.Security.Cryptography.X509Certificates;
using Microsoft.Playwright;
using Warifu.Development;

namespace Warifu.Journeys;

/// <summary>What pages of a bank made, as three programs of others read it: openssl, NSS, .NET.</summary>
internal sealed class CertificateFiles : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("warifu-files-").FullName;

    /// <summary>Presses the button of the page and keeps what it offers.</summary>
    public async Task<string> DownloadAsync(IPage page, string name)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("a[data-download]").ClickAsync());
        Assert.EndsWith(".p12", download.SuggestedFilename, StringComparison.Ordinal);
        return await KeepAsync(name, await File.ReadAllBytesAsync(await download.PathAsync()));
    }

    public async Task<string> KeepAsync(string name, byte[] content)
    {
        var file = Path.Combine(folder, name);
        await File.WriteAllBytesAsync(file, content);
        return file;
    }

    /// <summary>All three open it by its password, and none by another.</summary>
    /// <returns>The certificate with its key, and those above it.</returns>
    public async Task<X509Certificate2Collection> OpenAsync(string file, string password, CancellationToken cancel)
    {
        var said = await SucceedsAsync("openssl", ["pkcs12", "-in", file, "-passin", $"pass:{password}", "-info", "-nodes"], cancel);
        Assert.Contains("MAC: sha256, Iteration 300000", said, StringComparison.Ordinal);
        Assert.Equal(2, said.Split("PBES2, PBKDF2, AES-256-CBC, Iteration 300000, PRF hmacWithSHA256").Length - 1);
        Assert.NotEqual(0, (await Run.ToEndAsync("openssl", ["pkcs12", "-in", file, "-passin", "pass:another", "-noout"], cancel)).ExitCode);

        var database = Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;
        await SucceedsAsync("certutil", ["-N", "-d", $"sql:{database}", "--empty-password"], cancel);
        Assert.NotEqual(0, (await Run.ToEndAsync("pk12util", ["-i", file, "-d", $"sql:{database}", "-W", "another"], cancel)).ExitCode);
        await SucceedsAsync("pk12util", ["-i", file, "-d", $"sql:{database}", "-W", password], cancel);
        Assert.Single((await SucceedsAsync("certutil", ["-K", "-d", $"sql:{database}"], cancel)).Split('\n'), line => line.StartsWith('<'));

        var opened = X509CertificateLoader.LoadPkcs12CollectionFromFile(file, password);
        Assert.Equal([true, false, false], opened.Select(one => one.HasPrivateKey).OrderDescending());
        return opened;
    }

    /// <summary>openssl finds that the sender of a request holds its key, and that it names nobody.</summary>
    public async Task JudgeRequestAsync(byte[] csr, CancellationToken cancel)
    {
        var said = await SucceedsAsync("openssl", ["req", "-in", await KeepAsync("request.der", csr), "-inform", "DER", "-verify", "-noout", "-subject"], cancel);
        Assert.Contains("verify OK", said, StringComparison.Ordinal);
        Assert.Matches("subject=\\s*(\n|$)", said);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<string> SucceedsAsync(string program, IReadOnlyList<string> words, CancellationToken cancel)
    {
        var (exit, output) = await Run.ToEndAsync(program, words, cancel);
        Assert.True(exit == 0, $"{program}: {output}");
        return output;
    }
}
