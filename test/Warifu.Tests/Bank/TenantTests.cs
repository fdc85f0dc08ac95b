using System.Net;
using Npgsql;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank;

public sealed class TenantTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_bank_sees_no_row_of_another_in_any_table()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = await bank.SignedInAsync("minato03");
        var tables = await bank.Database.WithoutTenantAsync(work => work.QueryAsync<string>(
            "select table_name from information_schema.columns where table_schema = 'public' and column_name = 'bank_code'"), Cancel);
        Assert.Contains("certificate", tables);
        foreach (var table in tables)
            foreach (var tenant in (string[])["9971", "9973"])
                Assert.Equal(0, await bank.Database.InTenantAsync(tenant, work => work.SingleAsync<int>($"select count(*)::int from {table}"), Cancel));
        Assert.Equal(3, await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<int>("select count(*)::int from customer_user"), Cancel));
    }

    [Fact]
    public async Task Every_table_of_a_bank_forces_row_security_and_has_the_bank_first_in_its_key()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var wrong = await bank.Database.WithoutTenantAsync(work => work.QueryAsync<string>("""
            select c.relname from pg_class c join pg_index i on i.indrelid = c.oid and i.indisprimary
            join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
            where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not in ('job', 'data_protection_key', 'schema_step')
              and not (c.relrowsecurity and c.relforcerowsecurity and a.attname = 'bank_code')
            """), Cancel);
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_row_for_another_bank_cannot_be_written()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => bank.Database.InTenantAsync("9971", work =>
            work.ExecuteAsync("insert into contract values ('9972', '1', 'x', 'x', 'x', '2026-11-21')"), Cancel));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Theory]
    [InlineData("/certificates", "www")]
    [InlineData("/sign-in", "www", "cert", "staff")]
    [InlineData("/signed-out", "www", "cert")]
    [InlineData("/sign-out", "www", "cert", "staff")]
    [InlineData("/home", "www")]
    [InlineData("/contracts", "staff")]
    [InlineData("/requests/new", "staff")]
    [InlineData("/accounts/statement", "www", "cert")]
    [InlineData("/manage", "www", "cert")]
    [InlineData("/manage/users", "www", "cert")]
    [InlineData("/manage/users/certificates", "www", "cert")]
    public async Task A_page_stands_on_its_own_faces_only(string path, params string[] faces)
    {
        await using var bank = await TestBank.StartAsync(cluster);
        foreach (var other in (string[])["www", "cert", "api", "staff"])
        {
            using var browser = bank.Browser();
            await browser.OpenAsync($"https://{other}.asagiri.test:{bank.Port}{path}");
            Assert.Equal(faces.Contains(other), browser.Status != HttpStatusCode.NotFound);
        }
    }
}
