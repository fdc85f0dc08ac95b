using System.Security.Cryptography.X509Certificates;
using Warifu.Pki.Certificates;

namespace Warifu.Tests.Pki.Certificates;

public sealed class CertificateBundleTests
{
    [Fact]
    public async Task Openssl_prints_the_certificates_of_a_bundle()
    {
        using var authorities = new TestAuthorities();
        using var judge = Judge.Call("openssl");
        judge.Lay("bundle.p7b", CertificateBundle.Encode(authorities.Issuing.Der, authorities.Root.Der));

        var (code, words) = await judge.Ask("pkcs7", "-inform", "DER", "-in", "bundle.p7b", "-print_certs");

        Assert.Equal(0, code);
        var read = new X509Certificate2Collection();
        read.ImportFromPem(words);
        Assert.Equal(Sorted(authorities.Issuing.Der.ToArray(), authorities.Root.Der.ToArray()), Sorted([.. read.Select(one => one.RawData)]));
    }

    [Fact]
    public void The_framework_reads_the_same_certificates()
    {
        using var authorities = new TestAuthorities();
        var leaf = authorities.Client();

        var read = Bundles.Read(CertificateBundle.Encode(leaf.Der, authorities.Issuing.Der));

        Assert.Equal(Sorted(leaf.Der.ToArray(), authorities.Issuing.Der.ToArray()), Sorted([.. read.Select(one => one.RawData)]));
    }

    [Fact]
    public async Task One_certificate_is_byte_for_byte_what_openssl_writes()
    {
        using var authorities = new TestAuthorities();
        using var judge = Judge.Call("openssl");
        judge.Lay("root.pem", Judge.Pem("CERTIFICATE", authorities.Root.Der.Span));

        var (code, _) = await judge.Ask("crl2pkcs7", "-nocrl", "-certfile", "root.pem", "-outform", "DER", "-out", "bundle.p7b");

        Assert.Equal(0, code);
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(judge.Folder, "bundle.p7b"), TestContext.Current.CancellationToken),
            CertificateBundle.Encode(authorities.Root.Der));
    }

    private static IEnumerable<string> Sorted(params byte[][] certificates) => certificates.Select(Convert.ToHexString).Order(StringComparer.Ordinal);
}
