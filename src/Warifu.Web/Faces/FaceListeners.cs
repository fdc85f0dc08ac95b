using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Warifu.Web.Faces;

/// <summary>
/// Opens a listener per port. The certificate is asked for in the first handshake; the handshake accepts any certificate
/// whose key the client proves, because trust is the register and each request asks it. One options object per face, made
/// once, lets OpenSSL's context be reused; session tickets are off by <see cref="OpenSslSettings"/>, so a resumed
/// session never outlives a revocation.
/// </summary>
public static class FaceListeners
{
    private static readonly TimeSpan HandshakeTime = TimeSpan.FromSeconds(10);

    internal static void Listen(KestrelServerOptions kestrel, FaceTable faces, IPAddress address, IReadOnlyList<IPNetwork> proxies)
    {
        var options = faces.Faces.Where(face => face.Certificate is not null).ToDictionary(face => face, OptionsOf);
        foreach (var port in faces.Ports)
            kestrel.Listen(address, port, listen =>
            {
                listen.UseProxyProtocol(proxies);
                if (faces.IsPlain(port))
                    return;
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(new TlsHandshakeCallbackOptions
                {
                    HandshakeTimeout = HandshakeTime,
                    OnConnection = connection => faces.Find(port, connection.ClientHelloInfo.ServerName) is { } found
                        ? ValueTask.FromResult(options[found.Face])
                        : throw new AuthenticationException("Unknown server name."),
                });
            });
    }

#pragma warning disable CA5359 // It is the client's certificate, and the register judges it on each request.
    private static SslServerAuthenticationOptions OptionsOf(Face face) => new()
    {
        ServerCertificateContext = face.Certificate,
        ClientCertificateRequired = face.ClientCertificates == ClientCertificates.Asked,
        RemoteCertificateValidationCallback = static (_, _, _, _) => true,
        CertificateChainPolicy = NoTrustHere(),
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        EncryptionPolicy = EncryptionPolicy.RequireEncryption,
        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        AllowRenegotiation = false,
        AllowTlsResume = true,
    };
#pragma warning restore CA5359

    // The chain was checked once, when the row entered the register; building it again costs half of a handshake.
    private static X509ChainPolicy NoTrustHere() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        VerificationFlags = X509VerificationFlags.AllFlags,
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };

    /// <summary>A server certificate with the CAs its face names in the handshake; nothing is fetched from anywhere.</summary>
    public static SslStreamCertificateContext Context(
        X509Certificate2 certificate, X509Certificate2Collection intermediates, IReadOnlyList<X509Certificate2> acceptableIssuers) =>
        SslStreamCertificateContext.Create(certificate, intermediates, offline: true,
            acceptableIssuers.Count == 0 ? null : SslCertificateTrust.CreateForX509Collection([.. acceptableIssuers], sendTrustInHandshake: true));
}
