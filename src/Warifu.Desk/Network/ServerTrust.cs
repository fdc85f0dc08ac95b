using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Desk.Keys;
using Warifu.Wire;

namespace Warifu.Desk.Network;

/// <summary>Which servers this PC trusts: those of the operating system, and one CA of one's own where the user named it.</summary>
public sealed class ServerTrust
{
    private const string File = "server-ca.der";
    private readonly X509Certificate2? own;

    private ServerTrust(X509Certificate2? own) => this.own = own;

    public static ServerTrust Of(DeskFolder folder) =>
        new(folder.ReadBytes(File) is { } der ? X509CertificateLoader.LoadCertificate(der) : null);

    /// <param name="pem">A file with one CA certificate in PEM.</param>
    public static void Name(DeskFolder folder, string pem)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(pem);
        folder.WriteBytes(File, certificate.RawData);
    }

    /// <summary>A client for one certificate: the certificate of a TLS connection cannot change, so a handler has one.</summary>
    public SocketsHttpHandler Handler(X509Certificate2? clientCertificate)
    {
        var tls = new SslClientAuthenticationOptions();
        tls.RemoteCertificateValidationCallback = Judge;
        if (own is not null)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.Add(own);
        }
        if (clientCertificate is not null)
        {
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(clientCertificate, additionalCertificates: null, offline: true);
        }
        return new SocketsHttpHandler
        {
            SslOptions = tls,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionLifetime = TimeSpan.FromMinutes(30),
        };
    }

    /// <summary>What a failed call means to a person.</summary>
    /// <param name="own">The client's certificate, where it has one.</param>
    internal static Refusal Explain(HttpRequestException failed, X509Certificate2? own = null) => (failed.HttpRequestError, failed.InnerException) switch
    {
        (_, RefusedException refused) => refused.Refusal,
        (HttpRequestError.SecureConnectionError, System.Security.Authentication.AuthenticationException) => StillSigns(own) ? DeskRefusals.ServerNotTrusted : KeyRefusals.NotUsable,
        (HttpRequestError.NameResolutionError, _) => DeskRefusals.NameUnknown,
        (HttpRequestError.ProxyTunnelError, _) => DeskRefusals.ProxyRefused,
        _ => DeskRefusals.Unreachable,
    };

    /// <summary>A handshake fails by our own key too, when its token is pulled in the middle.</summary>
    private static bool StillSigns(X509Certificate2? own)
    {
        try
        {
            using var key = own?.GetECDsaPrivateKey();
            _ = key?.SignHash(new byte[32]);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    // A certificate that is right but for its days is far more often this PC's clock than the server's neglect.
    private static bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None
        || (errors == SslPolicyErrors.RemoteCertificateChainErrors && chain is { ChainStatus: [_, ..] statuses } && statuses.All(status => status.Status == X509ChainStatusFlags.NotTimeValid)
            ? throw new RefusedException(DeskRefusals.ClockWrong)
            : false);
}
