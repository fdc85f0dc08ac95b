using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Users;

public sealed class CompanyTests(TestCluster cluster)
{
    [Fact]
    public async Task It_shows_the_contract_to_everybody_and_the_users_certificates_to_who_manages_them()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var master = await bank.SignedInAsync("minato01");
        await master.OpenAsync(bank.Cert("/manage"));
        await master.FollowAsync("a[href='/manage/company']");
        foreach (var text in (string[])["0000420001", "株式会社みなと製作所", "MINATO SEISAKUSHO CO.,LTD.", "電子証明書方式"])
            Assert.Contains(text, master.Text("main"), StringComparison.Ordinal);
        Assert.Equal(["発行済み", "未発行", "未発行"], master.Page.QuerySelectorAll("table.users .state").Select(state => state.TextContent));
        using var general = await bank.SignedInAsync("minato03");
        await general.OpenAsync(bank.Cert("/manage/company"));
        Assert.Contains("0000420001", general.Text("main"), StringComparison.Ordinal);
        Assert.Null(general.Page.QuerySelector("table.users"));
    }
}
