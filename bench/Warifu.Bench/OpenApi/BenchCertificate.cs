using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Warifu.Bench.OpenApi;

internal static class BenchCertificate
{
    /// <summary>Self-signed, P-256, for a day; its key can be exported.</summary>
    public static X509Certificate2 Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest(name, key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
