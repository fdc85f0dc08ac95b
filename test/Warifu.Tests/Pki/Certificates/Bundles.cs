using System.Security.Cryptography.X509Certificates;

namespace Warifu.Tests.Pki.Certificates;

/// <summary>Certificates out of a PKCS #7, as the framework reads them.</summary>
internal static class Bundles
{
    public static X509Certificate2Collection Read(byte[] bundle)
    {
        Assert.Equal(X509ContentType.Pkcs7, X509Certificate2.GetCertContentType(bundle));
        var read = new X509Certificate2Collection();
#pragma warning disable SYSLIB0057 // The loader that took its place does not read PKCS #7.
        read.Import(bundle);
#pragma warning restore SYSLIB0057
        return read;
    }
}
