using System.Net;
using Microsoft.Extensions.Logging;
using Warifu.Desk;
using Warifu.Desk.Shell;
using Warifu.Tests.Pki;

namespace Warifu.Tests.Desk.Shell;

/// <summary>The program's screens as they are served, in a folder that is thrown away.</summary>
internal sealed class DeskProcess : IAsyncDisposable
{
    private readonly TestFolder folder = new();

    private DeskProcess() => Desktop = new Desktop("/usr/bin/warifu-desk", []);

    public DeskServer Server { get; private set; } = null!;

    public Desktop Desktop { get; }

    public ManualTime Time { get; } = new(TestAuthorities.Born.AddDays(400));

    public DeskFolder Home => folder.Home;

    public static async Task<DeskProcess> StartAsync()
    {
        var started = new DeskProcess();
        started.Server = await DeskServer.StartAsync(started.Home, started.Desktop, started.Time,
            logging => logging.AddSimpleConsole().AddFilter((_, level) => level >= LogLevel.Error), TestContext.Current.CancellationToken);
        return started;
    }

    /// <summary>A browser that keeps cookies and follows nothing by itself.</summary>
    public HttpClient Browser() => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Server.Origin };

    /// <summary>One that has come in by the one-time address.</summary>
    public async Task<HttpClient> AdmittedAsync()
    {
        var browser = Browser();
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Server.Admit(), TestContext.Current.CancellationToken)).StatusCode);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        folder.Dispose();
    }
}
