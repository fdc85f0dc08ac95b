using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Warifu.Bank.Profiles;
using Warifu.Bank.Staff;
using Warifu.Tests.Postgres;
using Warifu.Web.Faces;

namespace Warifu.Tests.Bank.Staff;

public sealed class StaffPagesTests(TestCluster cluster)
{
    [Fact]
    public async Task Every_page_of_the_staff_face_but_the_sign_in_asks_for_a_member_of_staff()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var loader = bank.Get<PageLoader>();
        var (open, closed) = (new List<string>(), 0);
        foreach (var endpoint in bank.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page
                && (await loader.LoadAsync(page, EndpointMetadataCollection.Empty)).EndpointMetadata is { } metadata
                && metadata.OfType<OnFaceAttribute>().Single().Names.Contains(BankFaces.Staff))
            {
                if (metadata.OfType<NeedsStaffAttribute>().Any())
                    closed++;
                else
                    open.Add(endpoint.RoutePattern.RawText!);
            }
        Assert.Equal(["sign-in"], open);
        Assert.True(closed >= 7, $"Only {closed} pages ask.");
    }

    [Fact]
    public async Task The_history_shows_staff_who_of_them_did_what_for_whom()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var customer = await bank.SignedInAsync("minato03");
        using var one = await Colleague.OfAsync(bank, "S0101");
        await one.AskAsync("certificate-method-off", "&contract=0000420001");
        await one.OpenAsync("/history?by=staff:S0101");
        Assert.Equal(["staff-requested", "staff-signed-in"], one.Browser.Page.QuerySelectorAll("tr[data-act]").Select(row => row.GetAttribute("data-act")));
        Assert.Contains("0000420001", one.Browser.Text("tr[data-act=staff-requested]"), StringComparison.Ordinal);
        await one.OpenAsync("/history?contract=0000420001&act=signed-in");
        Assert.Contains("minato03", one.Browser.Text("tr[data-act]"), StringComparison.Ordinal);
        await one.OpenAsync("/history?from=2026-12-01&to=2026-11-01");
        Assert.Equal("history-period-wrong", one.Browser.Code);
    }

    [Fact]
    public async Task The_history_goes_on_page_by_page()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var one = await Colleague.OfAsync(bank, "S0101");
        await bank.ExecuteAsync("insert into history (bank_code, at, login_id, act) select '9972', '2026-11-21T00:00:00Z', 'many', 'signed-in' from generate_series(1, 60)");
        await one.OpenAsync("/history?by=many");
        Assert.Equal(50, one.Browser.Page.QuerySelectorAll("tr[data-act]").Length);
        await one.Browser.FollowAsync("a[rel=next]");
        Assert.Equal(10, one.Browser.Page.QuerySelectorAll("tr[data-act]").Length);
        Assert.Null(one.Browser.Page.QuerySelector("a[rel=next]"));
    }

    [Fact]
    public async Task A_contract_is_found_by_its_number_a_login_ID_or_a_name_and_what_is_so_already_is_not_offered()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var one = await Colleague.OfAsync(bank, "S0101");
        foreach (var query in (string[])["0000420001", "minato02", "みなと", "minato seisakusho", "さやか"])
        {
            await one.OpenAsync($"/contracts?q={Uri.EscapeDataString(query)}");
            Assert.Equal("株式会社みなと製作所", one.Browser.Text("ul.entries a"));
        }
        await one.OpenAsync("/contracts?q=%25");
        Assert.Empty(one.Browser.Page.QuerySelectorAll("ul.entries a"));
        await one.OpenAsync("/contracts/0000420001");
        Assert.NotNull(one.Browser.Page.QuerySelector("a[href*='certificate-method-off']"));
        Assert.Null(one.Browser.Page.QuerySelector("a[href*='certificate-method-on']"));
        await one.OpenAsync("/contracts/0000429999");
        Assert.Equal("staff-target-not-there", one.Browser.Code);
    }
}
