using System.Net;
using Warifu.Hub.Offices;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Hub.Offices;

public sealed class SignInTests(TestCluster cluster)
{
    private const string Mail = "keiri@minato.test";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_member_signs_in_comes_back_to_the_page_he_wanted_and_signs_out()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        await hub.OpenOfficeAsync();
        using var visitor = new Visitor(hub);

        await visitor.OpenAsync("/connector");
        Assert.StartsWith("/sign-in?back=", visitor.Path, StringComparison.Ordinal);
        await visitor.PostAsync("/sign-in", ("Mail", " KEIRI@minato.test "), ("Password", HubWorld.Password), ("Back", "/connector"));
        Assert.Equal("/connector", visitor.Path);
        Assert.Contains("港 花子 様", visitor.Page, StringComparison.Ordinal);
        await visitor.PostAsync("/sign-out");
        await visitor.OpenAsync("/links");
        Assert.StartsWith("/sign-in", visitor.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_elsewhere_is_never_the_one_to_come_back_to()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        await hub.OpenOfficeAsync();
        using var visitor = new Visitor(hub);
        await visitor.OpenAsync("/sign-in");

        await visitor.PostAsync("/sign-in", ("Mail", Mail), ("Password", HubWorld.Password), ("Back", "https://elsewhere.test/"));

        Assert.Equal("/links", visitor.Path);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_are_refused_alike()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        await hub.OpenOfficeAsync();
        using var visitor = new Visitor(hub);
        await visitor.OpenAsync("/sign-in");
        foreach (var mail in (string[])[Mail, "nobody@minato.test"])
        {
            await visitor.PostAsync("/sign-in", ("Mail", mail), ("Password", "wrong"));
            Assert.Equal(HttpStatusCode.Forbidden, visitor.Status);
            Assert.Contains("hub-sign-in-refused", visitor.Page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task After_five_wrong_tries_even_the_right_password_waits_a_quarter_of_an_hour()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        await hub.OpenOfficeAsync();
        using var visitor = new Visitor(hub);
        await visitor.OpenAsync("/sign-in");
        for (var tries = 0; tries < 5; tries++)
            await visitor.PostAsync("/sign-in", ("Mail", Mail), ("Password", "wrong"));

        await visitor.PostAsync("/sign-in", ("Mail", Mail), ("Password", HubWorld.Password));
        Assert.Equal(HttpStatusCode.Forbidden, visitor.Status);
        hub.Time.Advance(TimeSpan.FromMinutes(16));
        await visitor.PostAsync("/sign-in", ("Mail", Mail), ("Password", HubWorld.Password));
        Assert.Equal("/links", visitor.Path);
    }

    [Fact]
    public async Task Tries_in_parallel_are_counted_before_the_password_is_looked_at()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        await hub.OpenOfficeAsync();
        var now = hub.Time.GetUtcNow();

        var booked = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => hub.Database.WithoutTenantAsync(
            work => work.QueryAsync<string>("select password_hash from book_sign_in(@Mail, @now, @before, 5)", new { Mail, now, before = now.AddMinutes(-15) }), Cancel)));

        Assert.Equal(5, booked.Count(rows => rows.Count == 1));
    }

    [Fact]
    public async Task A_session_ends_after_eight_idle_hours()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        await hub.OpenOfficeAsync();
        using var visitor = await Visitor.SignedInAsync(hub);
        hub.Time.Advance(TimeSpan.FromHours(7));
        await visitor.OpenAsync("/links");
        hub.Time.Advance(TimeSpan.FromHours(7));
        await visitor.OpenAsync("/links");
        Assert.Equal("/links", visitor.Path);

        hub.Time.Advance(TimeSpan.FromHours(9));
        await visitor.OpenAsync("/links");

        Assert.StartsWith("/sign-in", visitor.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_office_is_opened_once_with_a_long_password_and_an_address_of_its_own()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var id = Guid.NewGuid();
        async Task<string?> OpenAsync(Guid office, string password) =>
            (await OfficeOpening.OpenAsync(hub.Database, office, "みなと", Mail, "港", password, Cancel)).Refusal?.Code;

        Assert.Equal("hub-password-too-short", await OpenAsync(id, "short"));
        Assert.Null(await OpenAsync(id, HubWorld.Password));
        Assert.Null(await OpenAsync(id, HubWorld.Password));
        Assert.Equal("hub-mail-in-use", await OpenAsync(Guid.NewGuid(), HubWorld.Password));
    }
}
