using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Desk.Certificates;
using Warifu.Tests.Pki;

namespace Warifu.Tests.Desk.Certificates;

/// <summary>What a file must be before any bank is asked about it.</summary>
public sealed class ImportCertificateTests : IDisposable
{
    private const string Password = "Import-0001";

    private readonly Drawer drawer = new();

    public void Dispose() => drawer.Dispose();

    [Fact]
    public async Task What_is_no_such_file_is_refused()
    {
        foreach (var file in (byte[][])[[], [0x30, 0x80], "-----BEGIN CERTIFICATE-----"u8.ToArray(), new byte[ImportCertificate.MostOctets + 1]])
            Assert.Equal(ImportRefusals.NotReadable, await RefusalAsync(file, Password));
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        using var own = drawer.Put("minato01", TestAuthorities.Born).WithKey(drawer.Vault).Value;
        Assert.Equal(ImportRefusals.NotReadable, await RefusalAsync(own.Export(X509ContentType.Pkcs12, Password), "Import-0002"));
    }

    [Fact]
    public async Task A_file_of_two_users_or_without_a_key_is_refused()
    {
        using var one = drawer.Put("minato01", TestAuthorities.Born).WithKey(drawer.Vault).Value;
        using var other = drawer.Put("minato02", TestAuthorities.Born).WithKey(drawer.Vault).Value;
        using var bare = X509CertificateLoader.LoadCertificate(one.RawData);
        foreach (var content in (X509Certificate2Collection[])[[one, other], [bare]])
            Assert.Equal(ImportRefusals.NotOne, await RefusalAsync(content.Export(X509ContentType.Pkcs12, Password)!, Password));
    }

    [Fact]
    public async Task A_key_of_another_kind_is_refused()
    {
        using var key = RSA.Create(2048);
        using var own = new CertificateRequest("CN=taro", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(TestAuthorities.Born, TestAuthorities.Born.AddDays(1));
        Assert.Equal(ImportRefusals.KeyUnfit, await RefusalAsync(own.Export(X509ContentType.Pkcs12, Password), Password));
    }

    private async Task<Warifu.Wire.Refusal?> RefusalAsync(byte[] file, string password)
    {
        var before = Directory.EnumerateFiles(drawer.Home.Path).Count();
        var imported = await new ImportCertificate(drawer.Home, drawer.Vault).RunAsync(
            file, password, new Uri("https://bank.invalid"), japanese: true, TestContext.Current.CancellationToken);
        Assert.Equal(before, Directory.EnumerateFiles(drawer.Home.Path).Count());
        return imported.Refusal;
    }
}
