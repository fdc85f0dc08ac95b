namespace Warifu.Journeys;

/// <summary>Two users at one PC: the second signs in to the request that the first has in hand, in the same browser.</summary>
public sealed class WhenALinkIsTakenUpByAnother(TheWorld world)
{
    private const string Bank = "9972";
    private const string Contract = "0000720632";
    private const string First = "kamome92";
    private const string Second = "kamome93";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_ones_page_allows_nothing_more_and_says_whose_it_is_now()
    {
        await OwnContract.MakeAsync(world, "asagiri", Contract, (First, "master"), (Second, "general"));
        await OwnContract.OpenLinkedAccountAsync(world, Contract, "7206321");
        await world.InBankAsync(Bank, "update contract set sign_in_method = 'id', certificate_method_since = null where contract_id = @Contract", new { Contract });
        using var service = await LinkedService.RegisteredAsync(world, "link-taken-up");
        var address = await service.BeginAsync("accounts", "balances");
        var first = await (await world.BrowserAsync(First, null, null, Cancel)).NewPageAsync();
        await first.LinkByIdAsync(address, First);
        await first.GetByLabel("残高照会").UncheckAsync();
        await first.GoOnAsync();
        await first.ReachesAsync("*/allow");

        var second = await first.Context.NewPageAsync();
        await second.LinkByIdAsync(address, Second);
        // What the first chose is not the second's choice, and each page says whose it is.
        await second.ReachesAsync("*/scopes");
        Assert.True(await second.GetByLabel("残高照会").IsCheckedAsync());
        Assert.Contains(Second, await second.TextContentAsync(".person"), StringComparison.Ordinal);
        Assert.Contains(First, await first.TextContentAsync(".person"), StringComparison.Ordinal);

        await first.AllowAsync();
        Assert.Equal("consent-signed-in-since", await first.TextContentAsync(".alert .code code"));
        Assert.Contains(Second, await first.TextContentAsync(".person"), StringComparison.Ordinal);
        Assert.Empty(await GivenByAsync());
        await first.ScreenshotAsync(new() { Path = Path.Combine(world.Screenshots, "link-signed-in-since.png") });
        // Back on the page that he had read, it is read anew, and is the second's too.
        await first.GoBackAsync();
        await first.ReachesAsync("*/allow");
        Assert.Contains(Second, await first.TextContentAsync(".person"), StringComparison.Ordinal);

        await second.GoOnAsync();
        await second.AllowAsync();
        await second.ReachesAsync($"{service.RedirectUri}?*");
        await service.FinishAsync(second.Url);
        Assert.Equal(200, (await service.CallAsync()).Status);
        Assert.Equal([Second], await GivenByAsync());
        // The first finds it answered, and nothing of the second's.
        await first.GotoAsync(address);
        Assert.Equal("request-uri-used", await first.TextContentAsync(".alert .code code"));
    }

    private Task<IReadOnlyList<string>> GivenByAsync() => world.OfBankAsync<string>(
        Bank, "select u.login_id from api_grant g join customer_user u using (bank_code, user_id) where g.contract_id = @Contract", new { Contract });
}
