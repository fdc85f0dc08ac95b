using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Warifu.Tests.Bank;

/// <summary>The real load balancer in TCP mode: connections go to the nodes in turn, each with the client's address before it.</summary>
internal sealed class HaProxy : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("warifu-haproxy-").FullName;
    private readonly Process process;

    private HaProxy(IPAddress at, IPAddress from, int port, IReadOnlyList<IPAddress> nodes)
    {
        At = at;
        var configuration = Path.Combine(folder, "haproxy.cfg");
        File.WriteAllText(configuration, $"""
            global
              stats socket {Statistics} mode 600 level operator
            defaults
              mode tcp
              timeout connect 10s
              timeout client 60s
              timeout server 60s
            listen bank
              bind {at}:{port}
              balance roundrobin
              default-server check check-send-proxy inter 500ms send-proxy-v2 source {from}
            {string.Join('\n', nodes.Select((node, place) => $"  server node{place} {node}:{port}"))}

            """);
        process = Process.Start(new ProcessStartInfo("/usr/sbin/haproxy", ["-db", "-f", configuration])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
    }

    public IPAddress At { get; }

    private string Statistics => Path.Combine(folder, "stats");

    /// <param name="at">Its own address, for clients.</param>
    /// <param name="from">The address from which it connects to the nodes.</param>
    public static async Task<HaProxy> StartAsync(IPAddress at, IPAddress from, int port, params IReadOnlyList<IPAddress> nodes)
    {
        var balancer = new HaProxy(at, from, port, nodes);
        await Until.TrueAsync(() => Task.FromResult(!balancer.process.HasExited && File.Exists(balancer.Statistics)));
        return balancer;
    }

    /// <summary>Connections that each node was given.</summary>
    public async Task<IReadOnlyList<int>> ConnectionsAsync()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Statistics), TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync("show stat\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var table = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n').Select(line => line.Split(',')).ToList();
        var total = Array.IndexOf(table[0], "stot");
        return [.. table.Where(row => row.Length > total && row[1].StartsWith("node", StringComparison.Ordinal)).Select(row => int.Parse(row[total]))];
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
