using System.Net;
using System.Net.Sockets;

namespace Warifu.Journeys;

/// <summary>A client that reaches every name on this machine, follows nothing and keeps nothing.</summary>
internal static class BareClient
{
    public static HttpClient New()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectCallback = async (connection, cancel) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, connection.DnsEndPoint.Port, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        // Who serves is proved elsewhere; here it matters what is served.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        return new HttpClient(handler);
    }
}
