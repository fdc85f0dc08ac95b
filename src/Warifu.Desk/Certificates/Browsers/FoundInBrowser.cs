using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Desk.Keys;
using Warifu.Pki.Certificates;
using Warifu.Wire;

namespace Warifu.Desk.Certificates.Browsers;

/// <summary>A certificate with its key in a browser of this user, which this program could renew from now on.</summary>
/// <param name="Name">Under which NSS knows it.</param>
public sealed record FoundInBrowser(BrowserDatabase Database, string Name, byte[] Der)
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2"; // RFC 5280, 4.2.1.12

    public Certificate Certificate => Certificate.Read(Der).Value;

    /// <summary>Names it in forms and on command lines.</summary>
    public string Serial => Certificate.Serial.Hex;

    /// <summary>Those of persons that have not ended and are not on this PC's list.</summary>
    /// <param name="password">The browser's primary password; empty when it has none.</param>
    public static async Task<Outcome<IReadOnlyList<FoundInBrowser>>> InAsync(
        DeskFolder folder, BrowserDatabase database, string password, DateTimeOffset now, CancellationToken cancel)
    {
        if (!database.IsMade)
            return Outcome.Of<IReadOnlyList<FoundInBrowser>>([]);
        var own = await BrowserCertificates.WithAsync(folder, database, password, (nss, inner) => nss.OwnAsync(inner), cancel);
        if (own.Refusal is { } refusal)
            return refusal;
        var listed = HeldCertificate.All(folder);
        return Outcome.Of<IReadOnlyList<FoundInBrowser>>([.. own.Value.Where(one => IsOfPerson(one.Der, now) && !listed.Any(held => held.Der.AsSpan().SequenceEqual(one.Der)))
            .Select(one => new FoundInBrowser(database, one.Name, one.Der))]);
    }

    /// <summary>Takes it over with its key, which the browser keeps too: the bank is asked whose it is, by the certificate itself.</summary>
    /// <param name="bank">Address of the bank's public face.</param>
    public async Task<Outcome<HeldCertificate>> TakeAsync(DeskFolder folder, Vault vault, string password, Uri bank, bool japanese, CancellationToken cancel)
    {
        var secret = RandomNumberGenerator.GetHexString(32);
        var file = await BrowserCertificates.WithAsync(folder, Database, password, (nss, inner) => nss.ExportAsync(Name, secret, inner), cancel);
        if (file.Refusal is { } refusal)
            return refusal;
        var taken = await new ImportCertificate(folder, vault).RunAsync(file.Value, secret, bank, japanese, cancel, Der);
        CryptographicOperations.ZeroMemory(file.Value);
        return taken;
    }

    private static bool IsOfPerson(byte[] der, DateTimeOffset now)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return Certificate.Read(der) is { Refusal: null } read && now <= read.Value.NotAfter
            && certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(usages => usages.EnhancedKeyUsages[ClientAuthentication] is not null);
    }
}
