using System.Diagnostics;
using System.Net.Sockets;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>The program behind a real proxy, as the system's settings name it.</summary>
public sealed class WhenAProxyStandsInBetween(TheWorld world)
{
    private const string Door = "https_proxy";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_bank_is_reached_through_it_with_its_password_and_what_it_refuses_is_told()
    {
        using var desk = new DeskAtATerminal();
        await desk.DoAsync("", "settings", "--server-ca", world.Told.ServerCa);
        await using (var open = await Proxy.StartAsync(""))
        {
            desk.Environment[Door] = $"http://127.0.0.1:{open.Port}";
            // The bank's own word on the password: it was reached.
            Assert.Equal("wrong-login-id-or-password", await IssueAsync(desk));
            Assert.Contains($"CONNECT localhost:{world.Told.BankWww.Port}", await open.LogAsync(), StringComparison.Ordinal);
        }
        Assert.Equal("server-unreachable", await IssueAsync(desk));

        await using (var guarded = await Proxy.StartAsync("BasicAuth keiri Kado-0001"))
        {
            desk.Environment[Door] = $"http://keiri:Kado-0001@127.0.0.1:{guarded.Port}";
            Assert.Equal("wrong-login-id-or-password", await IssueAsync(desk));
            desk.Environment[Door] = $"http://keiri:wrong@127.0.0.1:{guarded.Port}";
            Assert.Equal("proxy-refused", await IssueAsync(desk));
            desk.Environment[Door] = $"http://127.0.0.1:{guarded.Port}";
            Assert.Equal("proxy-refused", await IssueAsync(desk));
        }

        await using var narrow = await Proxy.StartAsync("ConnectPort 443");
        desk.Environment[Door] = $"http://127.0.0.1:{narrow.Port}";
        Assert.Equal("proxy-refused", await IssueAsync(desk));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_told_with_its_code()
    {
        using var desk = new DeskAtATerminal { Home = "/dev/null/desk" };
        Assert.Equal("desk-folder-unwritable", (await desk.RefusedAsync("", "certificates")).GetProperty("code").GetString());
    }

    private async Task<string> IssueAsync(DeskAtATerminal desk) =>
        (await desk.RefusedAsync("x", "issue", "--bank", $"{world.Told.BankWww}", "--login-id", "nobody77")).GetProperty("code").GetString()!;

    /// <summary>tinyproxy in the foreground, ended with the journey.</summary>
    private sealed class Proxy : IAsyncDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("warifu-proxy-").FullName;
        private Process process = null!;

        public int Port { get; } = Ports.Free().Base;

        /// <param name="more">A line of its settings.</param>
        public static async Task<Proxy> StartAsync(string more)
        {
            var proxy = new Proxy();
            var settings = Path.Combine(proxy.folder, "tinyproxy.conf");
            await File.WriteAllTextAsync(settings, $"Port {proxy.Port}\nListen 127.0.0.1\nTimeout 60\nLogFile \"{proxy.Log}\"\nLogLevel Connect\n{more}\n", Cancel);
            proxy.process = Process.Start(new ProcessStartInfo("tinyproxy", ["-d", "-c", settings]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            for (var n = 0; n < 600 && !await proxy.AnswersAsync(); n++)
            {
                Assert.False(proxy.process.HasExited, "The proxy has ended.");
                await ticks.WaitForNextTickAsync(Cancel);
            }
            return proxy;
        }

        public Task<string> LogAsync() => File.ReadAllTextAsync(Log, Cancel);

        public async ValueTask DisposeAsync()
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
            Directory.Delete(folder, recursive: true);
        }

        private string Log => Path.Combine(folder, "log");

        private async Task<bool> AnswersAsync()
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", Port, Cancel);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }
}
