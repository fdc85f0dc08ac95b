using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Warifu.Desk.Certificates;
using Warifu.Development;
using Warifu.Wire;

namespace Warifu.Stories;

/// <summary>
/// A home for Chromium with a certificate database (NSS) of its own: it trusts the world's root, and holds a user's
/// certificate and key as he would import them.
/// </summary>
internal sealed class BrowserProfile
{
    private static readonly Refusal NotImported = new("browser-profile-not-made", 503,
        new("ブラウザの証明書データベースを用意できませんでした。", "The browser's certificate database could not be made."),
        new("./dev doctor で足りないパッケージを確かめてください。", "./dev doctor shows what is missing."));

    private readonly string home;

    private BrowserProfile(string home) => this.home = home;

    /// <summary>Chromium looks for the database below HOME.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["HOME"] = home };

    public IReadOnlyList<string> Options =>
    [
        $"--user-data-dir={Path.Combine(home, "profile")}", "--no-first-run", "--no-default-browser-check", "--disable-quic",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        .. System.Environment.IsPrivilegedProcess ? (string[])["--no-sandbox"] : [],
    ];

    /// <param name="serverCa">PEM.</param>
    /// <param name="held">Null: a browser without a certificate.</param>
    public static async Task<BrowserProfile> MakeAsync(string home, string serverCa, Pc? pc, HeldCertificate? held, CancellationToken cancel)
    {
        if (pc is null || held is null)
            return await MakeAsync(home, serverCa, [], cancel);
        using var pair = pc.WithKey(held);
        return await MakeAsync(home, serverCa, [pair, .. held.Chain.Select(der => X509CertificateLoader.LoadCertificate(der))], cancel);
    }

    /// <param name="serverCa">PEM.</param>
    /// <param name="certificates">What it holds: a certificate with its key, and its chain; none: a browser without one.</param>
    public static async Task<BrowserProfile> MakeAsync(string home, string serverCa, X509Certificate2Collection certificates, CancellationToken cancel)
    {
        var database = DatabaseIn(home);
        if (Directory.Exists(database))
            Directory.Delete(database, recursive: true);
        Directory.CreateDirectory(database);
        await DoAsync("certutil", ["-N", "-d", $"sql:{database}", "--empty-password"], cancel);
        await DoAsync("certutil", ["-A", "-d", $"sql:{database}", "-n", "Warifu", "-t", "C,,", "-i", serverCa], cancel);
        if (certificates.Count > 0)
            await ImportInAsync(database, certificates, cancel);
        return new BrowserProfile(home);
    }

    /// <summary>One that was made before, as it is now.</summary>
    public static BrowserProfile Again(string home) => new(home);

    /// <summary>As its user imports a PKCS#12 file. Chromium sees it when it starts again.</summary>
    public static async Task<BrowserProfile> ImportAsync(string home, string file, string password, CancellationToken cancel)
    {
        await ImportInAsync(DatabaseIn(home), file, password, cancel);
        return new BrowserProfile(home);
    }

    // Chromium keeps its database here on every distribution.
    public static string DatabaseIn(string home) => Path.Combine(home, ".pki", "nssdb");

    private static async Task ImportInAsync(string database, X509Certificate2Collection certificates, CancellationToken cancel)
    {
        var password = RandomNumberGenerator.GetHexString(32);
        var file = Path.Combine(database, "import.p12");
        try
        {
            await File.WriteAllBytesAsync(file, certificates.ExportPkcs12(new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000), password), cancel);
            await ImportInAsync(database, file, password, cancel);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task ImportInAsync(string database, string file, string password, CancellationToken cancel)
    {
        var passwordFile = Path.Combine(database, "import.password");
        try
        {
            await File.WriteAllTextAsync(passwordFile, password, Encoding.ASCII, cancel);
            await DoAsync("pk12util", ["-i", file, "-d", $"sql:{database}", "-w", passwordFile], cancel);
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    private static async Task DoAsync(string program, IReadOnlyList<string> words, CancellationToken cancel)
    {
        var (exit, output) = await Run.ToEndAsync(program, words, cancel);
        if (exit != 0)
            throw new RefusedException(NotImported with { Detail = new(output, output) });
    }
}
