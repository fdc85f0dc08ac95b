using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Tests.Web;
using Warifu.Tokens;

namespace Warifu.Tests.Tokens;

public sealed class OpenSslKeyTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_client_proves_its_certificate_by_a_key_that_OpenSSL_never_sees(SslProtocols protocol)
    {
        using var signer = new Elsewhere();
        using var client = Pair(signer);
        Assert.Equal(client.Thumbprint, await HandshakeAsync(client, protocol));
        Assert.True(signer.Signatures > 0);
    }

    [Fact]
    public async Task A_key_that_is_gone_ends_the_handshake_and_not_the_program()
    {
        using var signer = new Elsewhere();
        using var client = Pair(signer);
        signer.IsGone = true;
        await Assert.ThrowsAnyAsync<Exception>(() => HandshakeAsync(client, SslProtocols.Tls13));
        using var key = client.GetECDsaPrivateKey()!;
        Assert.ThrowsAny<CryptographicException>(() => key.SignHash(new byte[32]));
        signer.IsGone = false;
        Assert.Equal(client.Thumbprint, await HandshakeAsync(client, SslProtocols.Tls13));
    }

    private static X509Certificate2 Pair(ECDsa signer)
    {
        using var made = new CertificateRequest("CN=minato01", signer, HashAlgorithmName.SHA256).Create(
            new X500DistinguishedName("CN=minato01"), X509SignatureGenerator.CreateForECDsa(signer), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100), [1]);
        using var key = OpenSslKey.Of(signer);
        return made.CopyWithPrivateKey(key);
    }

    /// <returns>Of the certificate that the server was shown.</returns>
    private static async Task<string?> HandshakeAsync(X509Certificate2 own, SslProtocols protocol)
    {
        using var certificate = TestParty.SelfSigned("CN=bank");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync();
        using var caller = new TcpClient();
        await caller.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Cancel);
        using var called = new SslStream(caller.GetStream());
        await called.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "bank",
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
            ClientCertificateContext = SslStreamCertificateContext.Create(own, additionalCertificates: null, offline: true),
        }, Cancel);
        return await serving;

        async Task<string?> ServeAsync()
        {
            using var accepted = await listener.AcceptTcpClientAsync(Cancel);
            using var server = new SslStream(accepted.GetStream());
            await server.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = certificate,
                ClientCertificateRequired = true,
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
                EnabledSslProtocols = protocol,
            }, Cancel);
            return (server.RemoteCertificate as X509Certificate2)?.Thumbprint;
        }
    }

    /// <summary>A key of which nobody gets more than signatures.</summary>
    private sealed class Elsewhere : ECDsa
    {
        private readonly ECDsa key = Create(ECCurve.NamedCurves.nistP256);

        public Elsewhere() => KeySizeValue = 256;

        public bool IsGone { get; set; }

        public int Signatures { get; private set; }

        public override byte[] SignHash(byte[] hash)
        {
            if (IsGone)
                throw new InvalidOperationException("pulled out");
            Signatures++;
            return key.SignHash(hash);
        }

        public override bool VerifyHash(byte[] hash, byte[] signature) => key.VerifyHash(hash, signature);

        public override ECParameters ExportParameters(bool includePrivateParameters) =>
            includePrivateParameters ? throw new CryptographicException("elsewhere") : key.ExportParameters(includePrivateParameters: false);

        protected override void Dispose(bool disposing)
        {
            key.Dispose();
            base.Dispose(disposing);
        }
    }
}
