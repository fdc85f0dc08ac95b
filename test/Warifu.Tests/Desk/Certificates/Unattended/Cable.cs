using System.Net;
using System.Net.Sockets;

namespace Warifu.Tests.Desk.Certificates.Unattended;

/// <summary>The network between a PC and a server on this machine; it can be pulled out and put back.</summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly int server;
    private readonly Task running;
    private volatile bool isOut;

    /// <param name="server">Port of the server.</param>
    public Cable(int server)
    {
        this.server = server;
        listener.Start();
        running = RunAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public bool IsOut
    {
        get => isOut;
        set => isOut = value;
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Dispose();
        await running;
        ending.Dispose();
    }

    private async Task RunAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
                open.Add(CarryAsync(await listener.AcceptTcpClientAsync(ending.Token)));
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using (client)
        {
            if (isOut)
                return;
            using var far = new TcpClient();
            try
            {
                await far.ConnectAsync(IPAddress.Loopback, server, ending.Token);
                var (near, there) = (client.GetStream(), far.GetStream());
                await Task.WhenAny(near.CopyToAsync(there, ending.Token), there.CopyToAsync(near, ending.Token));
            }
            catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException)
            {
                // So does a cable.
            }
        }
    }
}
