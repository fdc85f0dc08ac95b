using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents;

/// <summary>A service and a user who link over a node that is killed meanwhile; after it was started again they come over new connections, with what they still have.</summary>
internal sealed class KilledLink : IAsyncDisposable
{
    public const string User = "minato03";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly System.Security.Cryptography.X509Certificates.X509Certificate2 certificate;

    private KilledLink(TestBank bank, KilledBank node, LinkedService service, System.Security.Cryptography.X509Certificates.X509Certificate2 certificate)
    {
        (Bank, Node, Service, this.certificate) = (bank, node, service, certificate);
        Browser = bank.Browser(certificate, KilledBank.Address);
        service.GoTo(KilledBank.Address);
    }

    public TestBank Bank { get; }

    public KilledBank Node { get; }

    public LinkedService Service { get; }

    public TestBrowser Browser { get; private set; }

    public static async Task<KilledLink> StartAsync(TestCluster cluster)
    {
        var bank = await LinkedBank.StartAsync(cluster);
        return new(bank, await KilledBank.StartAsync(bank), await LinkedService.RegisterAsync(bank), await bank.CertificateOfAsync(User));
    }

    /// <summary>To the page where he allows.</summary>
    public async Task<Uri> ToAllowAsync()
    {
        await Browser.OpenAsync(Service.AuthorizeAddress(await Service.PushAsync(request => request["authorization_details"] = """[{"type":"accounts"}]""")));
        await Browser.FollowAsync("a.button");
        await Browser.SubmitAsync("form.card", ("Password", TestBank.Passwords[User].Login));
        Assert.EndsWith("/allow", Browser.Address!.AbsolutePath, StringComparison.Ordinal);
        return Browser.Address;
    }

    public Task AllowAsync() => Browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);

    /// <summary>Does what is never answered, as far as who does it can tell: it is killed once the database has it.</summary>
    public async Task KillAfterAsync(string written, Func<Task> act)
    {
        // An answer that came all the same is thrown away.
        var acting = Task.Run(() => act().ContinueWith(done => done.Exception, TaskScheduler.Default), Cancel);
        await Until.TrueAsync(async () => await CountAsync(written) > 0);
        await Node.KillAsync();
        await acting;
        await StartAgainAsync();
    }

    public async Task StartAgainAsync()
    {
        await Node.StartAsync();
        Service.GoTo(KilledBank.Address);
        var before = Browser;
        Browser = Bank.Browser(certificate, KilledBank.Address);
        Browser.Cookies.Add(before.Cookies.GetAllCookies());
        before.Dispose();
    }

    public Task<int> CountAsync(string from) => Bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<int>($"select count(*)::int from {from}"), Cancel);

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        Service.Dispose();
        certificate.Dispose();
        await Node.DisposeAsync();
        await Bank.DisposeAsync();
    }
}
