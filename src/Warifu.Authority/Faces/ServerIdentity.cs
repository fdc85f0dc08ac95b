using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Authority.Ceremony;
using Warifu.Pki.Certificates;
using Warifu.Pki.Keys;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
using Warifu.Wire;

namespace Warifu.Authority.Faces;

/// <summary>
/// The server certificate of the registration face, issued by our own wire authority and kept with its key in the folder. It is
/// made anew when less than a third of its life is left or the names change. Server certificates keep real time.
/// </summary>
internal static class ServerIdentity
{
    private const string KeyName = "registration-face";
    private const string ChainFile = "registration-face.cer";

    /// <exception cref="RefusedException">The passphrase does not open the kept key.</exception>
    public static async Task<SslStreamCertificateContext> OpenAsync(AuthoritySettings settings, AuthorityOffice office, CancellationToken cancel)
    {
        var folder = new CeremonyFolder(settings.Folder);
        var names = settings.RegistrationAddresses.Select(address => address.HostName).Distinct().ToList();
        var certificate = folder.Read(ChainFile) is { } der ? Certificate.Read(der).Value : null;
        using var key = certificate is not null && Serves(certificate, names, office) && folder.ReadKey(KeyName) is { } content
            ? Opened(SealedKey.Open(content, settings.Passphrase))
            : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (certificate is null || !SubjectKey.Of(key).Info.Span.SequenceEqual(certificate.Key.Info.Span))
            certificate = await RenewAsync(folder, settings, office, key, names, cancel);

        using var bare = X509CertificateLoader.LoadCertificate(certificate.Der.Span);
        var issuing = X509CertificateLoader.LoadCertificate(office.WireAuthority.Der.Span);
        return SslStreamCertificateContext.Create(
            bare.CopyWithPrivateKey(key), [issuing], offline: true,
            SslCertificateTrust.CreateForX509Collection([issuing], sendTrustInHandshake: true));
    }

    /// <summary>The key is stored first: a certificate without its key is made anew.</summary>
    private static async Task<Certificate> RenewAsync(
        CeremonyFolder folder, AuthoritySettings settings, AuthorityOffice office, ECDsa key, List<string> names, CancellationToken cancel)
    {
        folder.WriteKey(KeyName, SealedKey.Seal(key, settings.Passphrase));
        var issued = await office.IssueServerAsync(
            null, Guid.CreateVersion7(), SigningRequest.Make(key, Subject.Empty), "Warifu Authority", new HostNames(names, [IPAddress.Loopback]), cancel);
        if (issued.Refusal is { } refusal)
            throw new RefusedException(refusal);
        folder.Write(ChainFile, issued.Value.Certificate);
        return Certificate.Read(issued.Value.Certificate).Value;
    }

    private static bool Serves(Certificate certificate, List<string> names, AuthorityOffice office)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var platform = X509CertificateLoader.LoadCertificate(certificate.Der.Span);
        return now < certificate.NotAfter - ((certificate.NotAfter - certificate.NotBefore) / 3)
            && names.TrueForAll(name => platform.MatchesHostname(name, allowWildcards: false, allowCommonName: false))
            && Pki.Chains.ChainPolicy.Accept(certificate, office.WireAuthority, office.Root, Pki.Chains.Purpose.ServerAuthentication, now).Refusal is null;
    }

    private static ECDsa Opened(Outcome<ECDsa> outcome) =>
        outcome.Refusal is { } refusal ? throw new RefusedException(refusal) : outcome.Value;
}
