using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Authority;
using Warifu.Pki.Certificates;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Worlds;

/// <summary>
/// Keys and certificates of a world's servers, issued by its own authority and kept in its folder: the key first, so that a
/// certificate without its key never stands.
/// </summary>
internal sealed class ServerCertificates(WorldFolder folder, AuthorityOffice office, TimeProvider time)
{
    // A certificate is made anew when less than this is left.
    private static readonly TimeSpan Spare = TimeSpan.FromDays(30);

    /// <summary>What servers send beside their certificate.</summary>
    public X509Certificate2Collection Intermediates => [X509CertificateLoader.LoadCertificate(office.WireAuthority.Der.Span)];

    /// <summary>A server for these names and for this machine.</summary>
    /// <param name="bank">Null for the operator's own.</param>
    public Task<X509Certificate2> ServerAsync(BankCode? bank, string name, IReadOnlyList<string> hostNames, CancellationToken cancel)
    {
        List<string> hosts = [.. hostNames.Append("localhost").Distinct()];
        return GetAsync(name, kept => hosts.TrueForAll(host => kept.MatchesHostname(host, allowWildcards: false)),
            (key, csr) => office.IssueServerAsync(bank, key, csr, hosts[0], new HostNames(hosts, [IPAddress.Loopback]), cancel));
    }

    /// <summary>A bank's registration certificate, entered in the authority's register.</summary>
    public Task<X509Certificate2> RegistrationAsync(BankCode bank, CancellationToken cancel) =>
        GetAsync($"registration-{bank}", _ => true, (key, csr) => office.RegisterBankAsync(bank, key, csr, cancel));

    /// <summary>A member of staff's, with its key: what he imports on his PC.</summary>
    public Task<X509Certificate2> StaffAsync(BankCode bank, string staffId, CancellationToken cancel) =>
        GetAsync(StaffName(bank, staffId), _ => true, (key, csr) => office.IssueWireClientAsync(bank, key, csr, $"staff {bank} {staffId}", cancel));

    /// <summary>Of its files in the world's folder.</summary>
    public static string StaffName(BankCode bank, string staffId) => $"staff-{bank}-{staffId}";

    /// <summary>The authority that issues to staff.</summary>
    public X509Certificate2 StaffAuthority => X509CertificateLoader.LoadCertificate(office.WireAuthority.Der.Span);

    private async Task<X509Certificate2> GetAsync(string name, Func<X509Certificate2, bool> fits, Func<Guid, byte[], Task<Outcome<IssuedCertificate>>> issue)
    {
        var (keyFile, certificateFile) = (folder.In("tls", $"{name}.key"), folder.In("tls", $"{name}.pem"));
        if (!IsGood(certificateFile, fits))
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            folder.WriteSecret(key.ExportPkcs8PrivateKeyPem(), "tls", $"{name}.key");
            var issued = await issue(Guid.CreateVersion7(), SigningRequest.Make(key, Subject.Empty));
            if (issued.Refusal is { } refusal)
                throw new RefusedException(refusal);
            folder.WriteText(PemEncoding.WriteString("CERTIFICATE", issued.Value.Certificate) + "\n", "tls", $"{name}.pem");
        }
        using var read = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        // A key set beside a certificate in memory is not found again by every TLS library; PKCS#12 carries both.
        return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
    }

    private bool IsGood(string file, Func<X509Certificate2, bool> fits)
    {
        if (!File.Exists(file))
            return false;
        using var kept = X509CertificateLoader.LoadCertificateFromFile(file);
        try
        {
            // After a crash between the two files the key is newer than the certificate.
            using var pair = X509Certificate2.CreateFromPemFile(file, Path.ChangeExtension(file, ".key"));
        }
        catch (CryptographicException)
        {
            return false;
        }
        return time.GetUtcNow() + Spare < new DateTimeOffset(kept.NotAfter) && fits(kept);
    }
}
