using System.Net;
using Warifu.Tests.Postgres;
using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Tests.Hub.Links;

public sealed class LinkPagesTests(TestCluster cluster)
{
    [Fact]
    public async Task An_institution_is_found_and_linked_and_stands_in_the_list_with_a_masked_id()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        await hub.OpenOfficeAsync();
        using var visitor = await Visitor.SignedInAsync(hub);

        await visitor.OpenAsync("/institutions?q=asagiri");
        Assert.Contains("【法人】あさぎり信用組合(電子証明書)", visitor.Page, StringComparison.Ordinal);
        await visitor.OpenAsync("/institutions/9972-corporate-certificate");
        Assert.DoesNotContain("type=\"password\"", visitor.Page, StringComparison.Ordinal);
        await visitor.PostAsync("/institutions/9972-corporate-certificate", ("UserId", "minato01"), ("Range", "from"), ("From", "2026-08-01"));

        Assert.Equal("/links", visitor.Path);
        Assert.Contains("min*****", visitor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("minato01", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("未取得", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("電子証明書連携ソフトから行ってください", visitor.Page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9972-corporate-certificate", "", "all", "", "link-user-id")]
    [InlineData("9972-corporate-certificate", "みなと", "all", "", "link-user-id")]
    [InlineData("9972-corporate-certificate", "minato01", "from", "", "link-start-day")]
    [InlineData("0001-corporate-certificate", "minato01", "all", "", "institution-by-file-only")]
    [InlineData("0000-corporate-certificate", "minato01", "all", "", "institution-unknown")]
    public async Task What_cannot_be_linked_says_why(string entry, string userId, string range, string from, string code)
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        await hub.OpenOfficeAsync();
        using var visitor = await Visitor.SignedInAsync(hub);

        await visitor.OpenAsync("/institutions/9972-corporate-certificate");
        await visitor.PostAsync($"/institutions/{entry}", ("UserId", userId), ("Range", range), ("From", from));

        Assert.Contains(code, visitor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_is_linked_once()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        await hub.LinkAsync(await hub.OpenOfficeAsync());
        using var visitor = await Visitor.SignedInAsync(hub);
        await visitor.OpenAsync("/institutions/9972-corporate-certificate");

        await visitor.PostAsync("/institutions/9972-corporate-certificate", ("UserId", "minato01"), ("Range", "all"));

        Assert.Equal(HttpStatusCode.Conflict, visitor.Status);
        Assert.Contains("link-exists", visitor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unsupported_institution_says_so_and_offers_no_form()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        await hub.OpenOfficeAsync();
        using var visitor = await Visitor.SignedInAsync(hub);

        await visitor.OpenAsync("/institutions/1303-corporate-certificate");

        Assert.Contains("朝日信用金庫", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("取得手順(レシピ)がまだない", visitor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("連携登録", visitor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_certificate_shows_its_reason_who_must_act_and_the_next_run()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        var link = await hub.LinkAsync(office);
        using var agent = await hub.PairAsync(office);
        await agent.ReportAsync(link, new RetrievalReport(
            Guid.NewGuid(), LinkState.Failed, "certificate-revoked", new Phrase("この電子証明書は失効しています。", "This certificate is revoked.")));
        using var visitor = await Visitor.SignedInAsync(hub);

        await visitor.OpenAsync("/links");
        Assert.Contains("エラー", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("この電子証明書は失効しています。", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("証明書を発行し直し", visitor.Page, StringComparison.Ordinal);
        await visitor.OpenAsync("/links?lang=en");
        Assert.Contains("This certificate is revoked.", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("Next run: 2", visitor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_connector_page_issues_a_key_once_and_ends_a_pairing_at_once()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        await hub.OpenOfficeAsync();
        using var visitor = await Visitor.SignedInAsync(hub);
        await visitor.OpenAsync("/connector");
        await visitor.PostAsync("/connector?handler=Issue");
        var key = System.Text.RegularExpressions.Regex.Match(visitor.Page, "id=\"pairing-key\">([0-9a-f]{64})<").Groups[1].Value;
        using var agent = new TestAgent(hub);
        var paired = await agent.PairAsync(key);

        await visitor.OpenAsync("/connector");
        Assert.DoesNotContain(key, visitor.Page, StringComparison.Ordinal);
        Assert.Contains("経理のPC", visitor.Page, StringComparison.Ordinal);
        await visitor.PostAsync($"/connector?agent={paired.AgentId}&handler=Revoke");
        Assert.Contains("解除済み", visitor.Page, StringComparison.Ordinal);
        using var refused = await agent.Http.GetAsync(AgentWire.Links, TestContext.Current.CancellationToken);
        Assert.Equal("agent-revoked", await TestAgent.CodeAsync(refused));
    }
}
