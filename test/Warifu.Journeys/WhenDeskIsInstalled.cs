using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Development;
using Warifu.Packages;

namespace Warifu.Journeys;

/// <summary>Seed 003, D3: the packages of ./dev package installed, run and removed; the one for Windows where Wine stands for it.</summary>
[Trait("takes", "long")]
public sealed class WhenDeskIsInstalled : IDisposable
{
    private const string Folder = @"C:\Offices\Warifu";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly string folder = Directory.CreateTempSubdirectory("warifu-packages-").FullName;

    [Fact]
    public async Task It_runs_from_the_folder_that_was_chosen_and_leaves_nothing_behind()
    {
        await SystemPackage.EnsureAsync([SystemPackage.SetupMaker, SystemPackage.CodeSigning, SystemPackage.WindowsLike], Cancel);
        Environment.SetEnvironmentVariable("WARIFU_SIGNING_PASSWORD", "Sign-0001");
        var made = await PackageCommand.MakeAsync(folder, SigningCertificate(), Cancel);
        await SetUpAsync(made.Single(file => file.EndsWith("-setup.exe", StringComparison.Ordinal)));
        await UnpackAsync(made.Single(file => file.EndsWith(".deb", StringComparison.Ordinal)));
    }

    private async Task SetUpAsync(string setup)
    {
        Assert.Contains("Signature verification: ok", (await RunAsync("osslsigncode", "verify", "-CAfile", In("signer.pem"), "-TSA-CAfile", In("signer.pem"), setup)).Said, StringComparison.Ordinal);
        Assert.Equal(0, (await WineAsync(setup, "/S", $"/D={Folder}")).Code);
        var installed = In(Path.Combine("wine", "drive_c", "Offices", "Warifu"));
        Assert.True(File.Exists(Path.Combine(installed, "warifu-desk-window.exe")));
        var listed = await WineAsync($@"{Folder}\warifu-desk.exe", "certificates", "--json");
        Assert.Equal((0, "[]"), (listed.Code, listed.Said.Trim()));
        var scheme = await WineAsync("reg", "query", @"HKCU\Software\Classes\warifu\shell\open\command", "/ve");
        Assert.Contains($@"""{Folder}\warifu-desk-window.exe"" window -- ""%1""", scheme.Said, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(installed, "notes.txt"), "not ours", Cancel);
        Assert.Equal(0, (await WineAsync($@"{Folder}\uninstall.exe", "/S", $"_?={Folder}")).Code);
        // It was started in its place, so that it could be waited for; it does not remove itself then.
        Assert.Equal(["notes.txt", "uninstall.exe"], Directory.EnumerateFileSystemEntries(installed).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.NotEqual(0, (await WineAsync("reg", "query", @"HKCU\Software\Classes\warifu")).Code);
    }

    private async Task UnpackAsync(string package)
    {
        var root = In("debian");
        Assert.Equal(0, (await RunAsync("dpkg-deb", "--extract", package, root)).Code);
        var listed = await RunAsync(Path.Combine(root, "usr", "bin", "warifu-desk"), "certificates", "--json", "--home", In("home"));
        Assert.Equal((0, "[]"), (listed.Code, listed.Said.Trim()));
        Assert.Contains("MimeType=x-scheme-handler/warifu;", await File.ReadAllTextAsync(Path.Combine(root, "usr", "share", "applications", "warifu-desk.desktop"), Cancel), StringComparison.Ordinal);
        Assert.Contains("Depends: libc6", (await RunAsync("dpkg-deb", "--info", package)).Said, StringComparison.Ordinal);
    }

    /// <summary>A certificate for code signing as whoever publishes the packages has one; its own root here.</summary>
    private string SigningCertificate()
    {
        using var key = RSA.Create(3072);
        var request = new CertificateRequest("CN=Warifu packages", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.3")], critical: false));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
        File.WriteAllText(In("signer.pem"), made.ExportCertificatePem());
        File.WriteAllBytes(In("signer.p12"), made.Export(X509ContentType.Pkcs12, "Sign-0001"));
        return In("signer.p12");
    }

    private Task<(int Code, string Said)> WineAsync(params string[] words) => RunAsync("wine", words);

    private async Task<(int Code, string Said)> RunAsync(string program, params string[] words)
    {
        var start = new ProcessStartInfo(program, words) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["WINEPREFIX"] = In("wine");
        start.Environment["WINEDEBUG"] = "-all";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0"; // Wine has no memory that is now written, now run.
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        var said = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, said.Length > 0 ? said : await errors);
    }

    private string In(string name) => Path.Combine(folder, name);

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
