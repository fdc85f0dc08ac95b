using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Desk.Keys;
using Warifu.Wire;

namespace Warifu.Desk.Certificates.Browsers;

/// <summary>
/// Puts a certificate and its key where a browser finds them, and takes them out again. The browser then holds a key of its own, which it
/// can export: the page says so. A key in a token stays there: the browser is told the library that reaches the token. NSS's own programs
/// write the database; what passes between us and them lies in a folder of this user's for so long, and is deleted.
/// </summary>
public sealed class BrowserCertificates(DeskFolder folder, Vault vault)
{
    // Between two programs of this user, once: the password is random.
    private static readonly PbeParameters Passing = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000);

    /// <summary>Whether the browser holds the certificate's key, or reaches its token.</summary>
    /// <param name="password">The browser's primary password; empty when it has none.</param>
    public async Task<Outcome<bool>> HasAsync(BrowserDatabase database, HeldCertificate held, string password, CancellationToken cancel)
    {
        if (!database.IsMade)
            return false;
        return await WithAsync(folder, database, password, async (nss, inner) => held.Place?.Token is { } token
            ? await nss.HasLibraryAsync(token.Library, inner)
            : await nss.HasKeyAsync(KeyId(held.Der), inner), cancel);
    }

    /// <summary>Once more changes nothing.</summary>
    public async Task<Refusal?> PutAsync(BrowserDatabase database, HeldCertificate held, string password, CancellationToken cancel)
    {
        if (held.Place?.Token is { } token)
            return await PutLibraryAsync(database, token.Library, password, cancel);
        using var key = vault.GetKey(held.KeyName);
        if (key is null)
            return DeskRefusals.NoCertificate;
        var secret = RandomNumberGenerator.GetHexString(32);
        var content = FileOf(held, key, secret);
        return (await WithAsync<bool>(folder, database, password, async (nss, inner) =>
        {
            if (!database.IsMade && await nss.MakeAsync(inner) is { } notMade)
                return notMade;
            var there = await nss.HasKeyAsync(KeyId(held.Der), inner);
            return there.Refusal is not null || there.Value ? there
                : await nss.ImportAsync(content, secret, inner) is { } refusal ? refusal : true;
        }, cancel)).Refusal;
    }

    /// <summary>The key is deleted, and the certificate where no other has its name.</summary>
    public async Task<Refusal?> RemoveAsync(BrowserDatabase database, HeldCertificate held, string password, CancellationToken cancel) =>
        held.Place?.Token is { } token ? await RemoveLibraryAsync(database, held, token.Library, password, cancel)
        : (await WithAsync<bool>(folder, database, password, async (nss, inner) =>
            await nss.RemoveAsync(KeyId(held.Der), held.Der, inner) is { } refusal ? refusal : true, cancel)).Refusal;

    private async Task<Refusal?> PutLibraryAsync(BrowserDatabase database, string library, string password, CancellationToken cancel) =>
        (await WithAsync<bool>(folder, database, password, async (nss, inner) =>
        {
            if (!database.IsMade && await nss.MakeAsync(inner) is { } notMade)
                return notMade;
            var there = await nss.HasLibraryAsync(library, inner);
            return there.Refusal is not null || there.Value ? there
                : await nss.AddLibraryAsync(library, inner) is { } refusal ? refusal : true;
        }, cancel)).Refusal;

    /// <summary>Other certificates may be reached by the same library: then it stays.</summary>
    private async Task<Refusal?> RemoveLibraryAsync(BrowserDatabase database, HeldCertificate held, string library, string password, CancellationToken cancel) =>
        !database.IsMade || HeldCertificate.All(folder).Any(other => other.Serial != held.Serial && other.Place?.Token?.Library == library) ? null
        : (await WithAsync<bool>(folder, database, password, async (nss, inner) =>
            await nss.RemoveLibraryAsync(library, inner) is { } refusal ? refusal : true, cancel)).Refusal;

    /// <summary>Elsewhere browsers share the system's store.</summary>
    internal static Refusal? NotHere(bool isLinux) => isLinux ? null : BrowserRefusals.NotLinux;

    internal static async Task<Outcome<T>> WithAsync<T>(DeskFolder folder, BrowserDatabase database, string password, Func<NssTools, CancellationToken, Task<Outcome<T>>> act, CancellationToken cancel)
    {
        if (NotHere(OperatingSystem.IsLinux()) is { } notHere)
            return notHere;
        var passing = new DeskFolder(Path.Combine(folder.Path, $"passing-{Guid.NewGuid():n}")).Path;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(passing, "password"), password + "\n", cancel);
            return await act(new NssTools(database.Folder, passing), cancel);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return BrowserRefusals.NoTools;
        }
        finally
        {
            Directory.Delete(passing, recursive: true);
        }
    }

    /// <summary>PKCS#12 (RFC 7292) with the certificate, its key and its chain.</summary>
    private static byte[] FileOf(HeldCertificate held, ECDsa key, string secret)
    {
        using var bare = X509CertificateLoader.LoadCertificate(held.Der);
        using var own = bare.CopyWithPrivateKey(key);
        X509Certificate2Collection all = [own, .. held.Chain.Select(der => X509CertificateLoader.LoadCertificate(der))];
        return all.ExportPkcs12(Passing, secret);
    }

    /// <summary>As NSS names keys (CKA_ID): SHA-1 of the public point. It names, and protects nothing.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "A name that NSS defines so.")]
    internal static string KeyId(byte[] der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return Convert.ToHexStringLower(SHA1.HashData(certificate.GetPublicKey()));
    }
}
