using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Warifu.Web.Faces;

/// <summary>
/// Keeps clients' addresses behind a load balancer in TCP mode. A connection from a configured balancer must begin with
/// the header of the PROXY protocol, else it is dropped; from anywhere else the header is no TLS and fails as such, so
/// that nobody can pass for another address.
/// </summary>
internal static partial class ProxyProtocol
{
    private static readonly TimeSpan HeaderTime = TimeSpan.FromSeconds(10);

    public static void UseProxyProtocol(this ListenOptions listen, IReadOnlyList<IPNetwork> proxies)
    {
        if (proxies.Count == 0)
            return;
        var log = listen.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ProxyProtocol));
        var time = listen.ApplicationServices.GetRequiredService<TimeProvider>();
        listen.Use(next => async connection =>
        {
            if (connection.RemoteEndPoint is not IPEndPoint from || !proxies.Any(network => network.Contains(Plain(from.Address)))
                || await ReadAsync(connection, time))
                await next(connection);
            else
                Dropped(log, from.Address);
        });
    }

    /// <returns>False when there was no such header in time.</returns>
    private static async Task<bool> ReadAsync(ConnectionContext connection, TimeProvider time)
    {
        using var late = new CancellationTokenSource(HeaderTime, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(late.Token, connection.ConnectionClosed);
        var input = connection.Transport.Input;
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(ended.Token);
                var header = ProxyHeader.Read(read.Buffer);
                if (header.State == ProxyHeaderState.Whole)
                {
                    connection.RemoteEndPoint = header.Source ?? connection.RemoteEndPoint;
                    input.AdvanceTo(header.End);
                    return true;
                }
                input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                if (header.State == ProxyHeaderState.Malformed || read.IsCompleted)
                    return false;
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>An IPv4 client of a listener for both is written in IPv6.</summary>
    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    [LoggerMessage(4001, LogLevel.Warning, "A connection of the load balancer at {Address} did not begin with a header of the PROXY protocol, version 2.")]
    private static partial void Dropped(ILogger log, IPAddress address);
}
