using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Bank.Profiles;

namespace Warifu.Journeys;

/// <summary>The modules with which a page makes key, request and file, in the real browser, judged by others.</summary>
public sealed class WhenAKeyIsMadeInThePage(TheWorld world)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ec-p256")]
    [InlineData("rsa2048")]
    public async Task Its_request_and_its_file_are_read_by_openssl_by_NSS_and_by_dotnet(string kind)
    {
        using var files = new CertificateFiles();
        var page = await (await world.BrowserAsync("nobody", null, null, Cancel)).NewPageAsync();
        await page.GotoAsync($"{world.FaceOf("tsukinowa", BankFaces.Www)}/");
        var csr = Convert.FromBase64String(await page.EvaluateAsync<string>("""
            async kind => {
              const { makePair, signingRequest } = await import("/signing-request.js");
              window.pair = await makePair(kind);
              return btoa(String.fromCharCode(...await signingRequest(kind, window.pair)));
            }
            """, kind));
        await files.JudgeRequestAsync(csr, Cancel);
        var chain = Issue(csr);
        var file = Convert.FromBase64String(await page.EvaluateAsync<string>("""
            async ([password, name, ...chain]) => {
              const { pkcs12 } = await import("/pkcs12.js");
              const [certificate, ...above] = chain.map(text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0)));
              return btoa(String.fromCharCode(...await pkcs12(window.pair.privateKey, certificate, above, name, password)));
            }
            """, (string[])["Himitsu-1~ \"$&<", "つきのわ商工銀行 2026000001", .. chain.Select(one => Convert.ToBase64String(one.RawData))]));
        var opened = await files.OpenAsync(await files.KeepAsync("made.p12", file), "Himitsu-1~ \"$&<", Cancel);
        var own = opened.Single(one => one.HasPrivateKey);
        Assert.Equal(chain[0].RawData, own.RawData);
        Assert.True(kind == "rsa2048" ? own.GetRSAPrivateKey()!.KeySize == 2048 : own.GetECDsaPrivateKey()!.KeySize == 256);
        await page.CloseAsync();
    }

    /// <summary>A certificate for the key of a request, its issuer, and a root.</summary>
    private static List<X509Certificate2> Issue(byte[] csr)
    {
        var (from, to) = (TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=Root", rootKey, HashAlgorithmName.SHA256).CreateSelfSigned(from, to);
        var issuer = new CertificateRequest("CN=Issuer", issuerKey, HashAlgorithmName.SHA256)
            .Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), from, to, [1]);
        var asked = CertificateRequest.LoadSigningRequest(csr, HashAlgorithmName.SHA256, signerSignaturePadding: RSASignaturePadding.Pkcs1);
        var named = new CertificateRequest(new X500DistinguishedName("CN=2026000001"), asked.PublicKey, HashAlgorithmName.SHA256);
        return [named.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuerKey), from, to, [2]), issuer, root];
    }
}
