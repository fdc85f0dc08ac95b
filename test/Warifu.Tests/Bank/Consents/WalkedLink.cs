using Warifu.Tests.Postgres;
using static Warifu.Tests.Bank.Consents.Links.GrantLifeTests;

namespace Warifu.Tests.Bank.Consents;

/// <summary>A real link beside a model of it: each event is done to both.</summary>
internal sealed class WalkedLink : IAsyncDisposable
{
    private const string User = "minato03";
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private readonly TestBank bank;
    private readonly LinkedService service;

    // The model.
    private readonly List<(string Code, string Verifier, string Refresh)> codes = [];
    private readonly HashSet<string> reused = [];
    private readonly List<DateTimeOffset> certificates = [];
    private string grant = "";
    private DateTimeOffset until;
    private string? ended;
    private bool userStands = true;
    private bool userIsThere = true;
    private bool serviceStands = true;

    private WalkedLink(TestBank bank, LinkedService service) => (this.bank, this.service) = (bank, service);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => bank.Time.GetUtcNow();

    private bool IsAwake => userStands && certificates.Exists(end => end > Now);

    /// <summary>The refresh token that a service would use: the latest that was not taken back.</summary>
    private string? Refresh => codes.LastOrDefault(code => !reused.Contains(code.Code)).Refresh;

    /// <summary>What a refresh, and a call after it, come to; and the reason in the link's row.</summary>
    public string Expected =>
        (!serviceStands ? "client-stopped"
        : Refresh is null ? "refresh-token-unknown"
        : ended is not null || Now >= until || !userIsThere ? "grant-ended"
        : !IsAwake ? "grant-resting"
        : "reads") + " " + ended;

    public static async Task<WalkedLink> BeginAsync(TestCluster cluster)
    {
        var started = await LinkedBank.StartAsync(cluster);
        var link = new WalkedLink(started, await LinkedService.RegisterAsync(started));
        await link.ApplyAsync(Event.CertificateObtained);
        await link.AllowAsync();
        return link;
    }

    public async Task<string> ObservedAsync()
    {
        var refreshed = await service.RefreshAsync(Refresh ?? codes[^1].Refresh);
        var outcome = refreshed.Status != 200 ? refreshed.Code()
            : (await service.GetAsync("/accounts", refreshed.Body.Text("access_token"))).Status == 200 ? "reads" : "refreshes and does not read";
        return $"{outcome} {await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<string?>("select end_reason from api_grant"), Cancel)}";
    }

    public Task ApplyAsync(Event happens) => happens switch
    {
        Event.CertificateSuspended => SuspendAsync(),
        Event.CertificateObtained => ObtainAsync(),
        Event.UserStopped => StandAsync(false),
        Event.UserResumed => StandAsync(true),
        Event.ServiceStopped => StopAsync(),
        Event.ServiceRegistered => RegisterAsync(),
        Event.AllowedAnew => AllowAsync(),
        Event.CodeReused => ReuseAsync(),
        Event.WithdrawnByMaster => WithdrawAsync(),
        Event.GivenBack => GiveBackAsync(),
        Event.UserDeleted => DeleteAsync(),
        Event.MonthPassed => Task.Run(() => bank.Time.Advance(Month)),
        _ => throw new ArgumentOutOfRangeException(nameof(happens)),
    };

    public async ValueTask DisposeAsync()
    {
        service.Dispose();
        await bank.DisposeAsync();
    }

    private async Task SuspendAsync()
    {
        await bank.ExecuteAsync("update certificate set state = 'suspended', suspended_at = @Now where state = 'active' and user_id = (select user_id from customer_user where login_id = @User)", new { Now, User });
        certificates.Clear();
    }

    private async Task ObtainAsync()
    {
        using var certificate = await bank.CertificateOfAsync(User);
        certificates.Add(new(certificate.NotAfter.ToUniversalTime()));
    }

    private async Task StandAsync(bool stands)
    {
        if (!userIsThere)
            return;
        await bank.ExecuteAsync("update customer_user set standing = @standing where login_id = @User", new { standing = stands ? "active" : "stopped", User });
        userStands = stands;
    }

    private async Task StopAsync()
    {
        await bank.Operations.StopClientAsync(bank.Profile.Code, service.ClientId, Cancel);
        serviceStands = false;
    }

    private async Task RegisterAsync()
    {
        Assert.Null((await bank.Operations.RegisterClientAsync(bank.Profile.Code, service.Registration(), Cancel)).Refusal);
        serviceStands = true;
    }

    /// <summary>The first time a new link, then the same under new terms; only where its user can sign in.</summary>
    private async Task AllowAsync()
    {
        if (!serviceStands || !IsAwake || ended is not null || (grant.Length > 0 && Now >= until))
            return;
        using var certificate = await bank.CertificateOfAsync(User);
        certificates.Add(new(certificate.NotAfter.ToUniversalTime()));
        using var browser = bank.Browser(certificate);
        service.Verifier = Warifu.Bank.Consents.Consent.NewSecret();
        var answer = await service.ConsentAsync(browser, User, await service.PushAsync(request =>
        {
            if (grant.Length > 0)
                (request["grant_management_action"], request["grant_id"]) = ("replace", grant);
        }));
        until = Now + bank.Profile.ApiLink!.Life;
        var (status, tokens) = await service.RedeemAsync(answer["code"]);
        Assert.True(status == 200, $"{tokens}");
        grant = tokens.Text("grant_id");
        codes.Add((answer["code"], service.Verifier, tokens.Text("refresh_token")));
    }

    private async Task ReuseAsync()
    {
        var answer = await service.RedeemAsync(codes[^1].Code, form => form["code_verifier"] = codes[^1].Verifier);
        Assert.Equal(serviceStands ? "code-used" : "client-stopped", answer.Code());
        if (!serviceStands)
            return;
        reused.Add(codes[^1].Code);
        if (Refresh is null)
            ended ??= "code-reused";
    }

    private async Task WithdrawAsync()
    {
        if (!userIsThere || ended is not null || Now >= until)
            return;
        using var master = await bank.SignedInAsync("minato01");
        await master.OpenAsync(bank.Cert($"/manage/links/withdraw?grant={grant}"));
        await master.SubmitAllAsync("form.card", [("grant", grant)]);
        ended = "withdrawn";
    }

    private async Task GiveBackAsync()
    {
        if (Expected != "reads ")
            return;
        var (_, tokens) = await service.RefreshAsync(Refresh!);
        Assert.Equal(200, (await service.DeleteAsync($"/grants/{grant}", tokens.Text("access_token"))).Status);
        ended = "by-client";
    }

    private async Task DeleteAsync()
    {
        if (!userIsThere)
            return;
        using var master = await bank.SignedInAsync("minato01");
        var user = await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<Guid>("select user_id from customer_user where login_id = @User", new { User }), Cancel);
        await master.OpenAsync(bank.Cert($"/manage/users/delete?user={user}"));
        await master.SubmitAsync("form.card", ("Confirmation", "Confirm-0001"));
        Assert.Equal("/manage/users/list", master.Address!.AbsolutePath);
        (userIsThere, userStands) = (false, false);
        if (Now < until)
            ended ??= "user-deleted";
        certificates.Clear();
    }
}
