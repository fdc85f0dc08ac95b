using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Warifu.Pki.Certificates;
using Warifu.Pki.Keys;
using Warifu.Pki.Names;
using Warifu.Pki.Profiles;

namespace Warifu.World;

/// <summary>
/// Server certificates for a machine of a developer: a CA of its own, made at the first start, that a browser can be told
/// to trust. It has nothing to do with the authority that certifies customers.
/// </summary>
internal sealed class DevelopmentTls : IDisposable
{
    private const string CaFile = "server-ca.pem";
    private const string CaKeyFile = "server-ca.key";
    private const int ServerDays = 397;

    // A server certificate is made anew when less than this is left.
    private static readonly TimeSpan Spare = TimeSpan.FromDays(30);

    private readonly WorldFolder folder;
    private readonly IssuerKey key;
    private readonly Certificate certificate;
    private readonly TimeProvider time;

    private DevelopmentTls(WorldFolder folder, IssuerKey key, Certificate certificate, TimeProvider time) =>
        (this.folder, this.key, this.certificate, this.time) = (folder, key, certificate, time);

    /// <summary>The CA certificate in PEM, for browsers and other programs.</summary>
    public string CaPath => folder.In("tls", CaFile);

    public static DevelopmentTls Open(WorldFolder folder, TimeProvider time)
    {
        if (!File.Exists(folder.In("tls", CaFile)))
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            folder.WriteSecret(made.ExportPkcs8PrivateKeyPem(), "tls", CaKeyFile);
            using var signing = new IssuerKey(ECDsa.Create(made.ExportParameters(includePrivateParameters: true)));
            var now = time.GetUtcNow().AddHours(-1);
            var profile = KnownProfiles.Root with { PathLength = 0 };
            var draft = new CertificateDraft(profile, new Subject("Warifu", null, "Warifu Development Servers"), signing.Public, SerialNumbers.New(), now, now.AddDays(3650));
            var self = PreparedCertificate.Prepare(draft, Issuer.Itself(draft)).Value.Sign(signing);
            folder.WriteText(PemOf(self), "tls", CaFile);
        }
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(folder.In("tls", CaKeyFile)));
        return new(folder, new IssuerKey(key), Read(folder.In("tls", CaFile)), time);
    }

    /// <summary>The certificate of a server for these names and this machine.</summary>
    public X509Certificate2 Server(string name, IReadOnlyList<string> hostNames)
    {
        var hosts = new HostNames([.. hostNames.Append("localhost").Distinct()], [IPAddress.Loopback]);
        var (certificateFile, keyFile) = (folder.In("tls", $"{name}.pem"), folder.In("tls", $"{name}.key"));
        if (!File.Exists(certificateFile) || !StillGood(certificateFile, hosts))
            Make(name, hosts);
        using var read = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        // A key set beside the certificate in memory is not found again by the TLS library everywhere; PKCS#12 carries both.
        return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose() => key.Dispose();

    private void Make(string name, HostNames hosts)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        folder.WriteSecret(own.ExportPkcs8PrivateKeyPem(), "tls", $"{name}.key");
        var now = time.GetUtcNow().AddHours(-1);
        var profile = KnownProfiles.Server with { PointsToIssuer = false };
        var draft = new CertificateDraft(profile, new Subject("Warifu", null, hosts.Names[0]), SubjectKey.Of(own), SerialNumbers.New(), now, now.AddDays(ServerDays)) { Hosts = hosts };
        var made = PreparedCertificate.Prepare(draft, Issuer.From(certificate, null)).Value.Sign(key);
        folder.WriteText(PemOf(made), "tls", $"{name}.pem");
    }

    private bool StillGood(string file, HostNames hosts)
    {
        using var read = X509CertificateLoader.LoadCertificateFromFile(file);
        return time.GetUtcNow() + Spare < new DateTimeOffset(read.NotAfter) && hosts.Names.All(host => read.MatchesHostname(host, allowWildcards: false));
    }

    private static Certificate Read(string file)
    {
        using var read = X509CertificateLoader.LoadCertificateFromFile(file);
        return Certificate.Read(read.RawData).Value;
    }

    private static string PemOf(Certificate made) =>
        new StringBuilder(PemEncoding.WriteString("CERTIFICATE", made.Der.Span)).Append('\n').ToString();
}
