using Warifu.Tests.Postgres;
using Warifu.Tests.Samples;

namespace Warifu.Tests.Hub;

public sealed class TenantTests(TestCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_office_sees_no_row_of_another_in_any_table()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var (one, other) = (await hub.OpenOfficeAsync(), await hub.OpenOfficeAsync("other@office.test"));
        using var agent = await hub.PairAsync(one);
        await agent.DeliverAsync(await hub.LinkAsync(one), MinatoCompany.File().Accounts[0].Statement);
        var tables = await TablesAsync(hub);

        Assert.Contains("statement_line", tables);
        foreach (var table in tables)
        {
            Assert.Equal(0L, await hub.Database.InTenantAsync(
                other.ToString(), work => work.SingleAsync<long>($"select count(*) from {table} where office_id = @one", new { one }), Cancel));
            Assert.Equal(0L, await hub.Database.WithoutTenantAsync(work => work.SingleAsync<long>($"select count(*) from {table}"), Cancel));
        }
    }

    [Fact]
    public async Task Every_table_with_an_office_forces_row_security()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var open = await hub.Database.WithoutTenantAsync(
            work => work.QueryAsync<string>(
                """
                select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'office_id'
                where c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)
                """),
            Cancel);

        Assert.Empty(open);
        Assert.True((await TablesAsync(hub)).Count >= 12);
    }

    [Fact]
    public async Task An_account_of_another_office_can_neither_be_leased_nor_committed()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var (one, other) = (await hub.OpenOfficeAsync(), await hub.OpenOfficeAsync("other@office.test"));
        var link = await hub.LinkAsync(one);
        using var agent = await hub.PairAsync(one);
        using var stranger = await hub.PairAsync(other);
        var statement = MinatoCompany.File().Accounts[0].Statement;
        var lease = await agent.LeaseAsync(link, statement.Account);

        Assert.Equal("link-unknown", (await stranger.TryLeaseAsync(link, statement.Account)).Refused);
        Assert.Equal("lease-unknown", (await stranger.CommitAsync(lease, TestAgent.ManifestOf(statement, lease))).Refused);
        Assert.Empty(await stranger.LinksAsync());
    }

    private static Task<IReadOnlyList<string>> TablesAsync(HubWorld hub) => hub.Database.WithoutTenantAsync(
        work => work.QueryAsync<string>(
            "select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'office_id' where c.relkind = 'r'"),
        Cancel);
}
