using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Tests.Postgres;
using Warifu.Web.Faces;

namespace Warifu.Tests.Bank.Users;

/// <summary>Every page of a session asked by every kind of user: the table below is what each page asks for.</summary>
public sealed class RightsTests(TestCluster cluster)
{
    private const string Anybody = "";

    private static readonly Dictionary<string, string> Needs = new()
    {
        ["/"] = Anybody,
        ["/certificate"] = Anybody,
        ["/renew"] = Anybody,
        ["/replacements"] = Anybody,
        ["/password"] = Anybody,
        ["/one-time-password"] = Anybody,
        ["/sign-out"] = Anybody,
        ["/notices/seen"] = Anybody,
        ["/manage"] = Anybody,
        ["/manage/company"] = Anybody,
        ["/manage/history"] = Anybody,
        ["/manage/links"] = Anybody,
        ["/manage/links/receipts"] = Anybody,
        ["/manage/links/withdraw"] = Anybody,
        ["/manage/users"] = Anybody,
        ["/manage/users/own"] = Anybody,
        ["/manage/users/own/confirmation"] = Anybody,
        ["/manage/users/own/mail"] = Anybody,
        ["/manage/users/list"] = "manage-users",
        ["/manage/users/add"] = "manage-users",
        ["/manage/users/detail"] = "manage-users",
        ["/manage/users/change"] = "manage-users",
        ["/manage/users/delete"] = "manage-users",
        ["/manage/users/standing"] = "manage-users",
        ["/manage/users/hand-over"] = "manage-users",
        ["/manage/users/certificates"] = "manage-users",
        ["/manage/users/certificates/confirm"] = Anybody,
        ["/manage/users/certificates/revoked"] = "manage-users",
        ["/accounts/statement"] = "inquire-statements",
    };

    [Theory]
    [InlineData("minato01", null)]
    [InlineData("minato02", null)]
    [InlineData("minato03", null)]
    [InlineData("minato02", "manage-users")]
    [InlineData("minato03", "inquire-statements")]
    public async Task A_page_is_there_for_those_who_have_its_right_and_in_nobody_elses_menu(string loginId, string? taken)
    {
        await using var bank = await TestBank.StartAsync(cluster);
        if (taken is not null)
            await bank.ExecuteAsync("update customer_user set denied_rights = array[@taken] where login_id = @loginId", new { taken, loginId });
        using var user = await bank.SignedInAsync(loginId);
        var kind = TestBank.Minato.Users.Single(one => one.LoginId == loginId).Kind;
        var rights = TestBank.Asagiri.Kind(kind).Rights.Select(RightWords.Name).Where(right => right != taken).Append(Anybody).ToList();
        var links = new HashSet<string>();
        foreach (var (path, right) in Needs.Where(page => page.Key != "/sign-out"))
        {
            await user.OpenAsync(bank.Cert(path));
            Assert.True((user.Code == "not-allowed") == !rights.Contains(right), $"{loginId} at {path}: {user.Status} {user.Code}");
            links.UnionWith(user.Page.QuerySelectorAll("nav.menu a, main a").Select(link => link.GetAttribute("href")!.Split('?')[0]));
        }
        Assert.All(links.Where(Needs.ContainsKey), link => Assert.Contains(Needs[link], rights));
    }

    [Fact]
    public async Task The_table_names_every_page_of_a_session_and_what_it_asks_for()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var loader = bank.Get<PageLoader>();
        var found = new Dictionary<string, string>();
        foreach (var endpoint in bank.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page
                && (await loader.LoadAsync(page, EndpointMetadataCollection.Empty)).EndpointMetadata is { } metadata
                && metadata.OfType<NeedsSessionAttribute>().SingleOrDefault() is { } needs
                && !needs.ForConsent
                && metadata.OfType<OnFaceAttribute>().Single().Includes(BankFaces.Cert))
                found["/" + endpoint.RoutePattern.RawText!.Trim('/')] = needs.Rights.Length == 0 ? Anybody : RightWords.Name(Assert.Single(needs.Rights));
        Assert.Equal(Needs.OrderBy(page => page.Key), found.OrderBy(page => page.Key));
    }

    [Fact]
    public async Task A_right_taken_away_is_gone_at_the_next_request_of_the_open_session()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var user = await bank.SignedInAsync("minato03");
        await user.OpenAsync(bank.Cert("/accounts/statement"));
        Assert.Null(user.Code);
        await bank.ExecuteAsync("update customer_user set denied_rights = '{inquire-statements}' where login_id = 'minato03'");
        await user.OpenAsync(bank.Cert("/accounts/statement"));
        Assert.Equal((HttpStatusCode.Forbidden, "not-allowed"), (user.Status, user.Code));
    }
}
