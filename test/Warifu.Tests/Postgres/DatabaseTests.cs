using System.Text.RegularExpressions;
using Npgsql;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Tests.Postgres;

public sealed partial class DatabaseTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private Task<Database> OpenAsync() => cluster.OpenAsync("notes", typeof(DatabaseTests).Assembly);

    [Fact]
    public async Task One_tenant_never_sees_the_rows_of_another()
    {
        await using var database = await OpenAsync();
        await Write(database, "a", 1, "of a");
        await Write(database, "b", 1, "of b");
        Assert.Equal(["of a"], await Read(database, "a"));
        Assert.Equal(["of b"], await Read(database, "b"));
    }

    [Fact]
    public async Task Work_without_a_tenant_sees_no_row_of_any()
    {
        await using var database = await OpenAsync();
        await Write(database, "a", 1, "of a");
        Assert.Empty(await database.WithoutTenantAsync(work => work.QueryAsync<string>("select words from note"), Cancel));
    }

    [Fact]
    public async Task The_tenant_of_one_unit_of_work_does_not_reach_the_next_on_the_same_connection()
    {
        await using var made = await OpenAsync();
        var one = new NpgsqlConnectionStringBuilder(made.Source.ConnectionString) { MaxPoolSize = 1 };
        await using var database = new Database(one.ConnectionString, TimeProvider.System);
        await Write(database, "a", 1, "of a");
        Assert.Empty(await database.WithoutTenantAsync(work => work.QueryAsync<string>("select words from note"), Cancel));
    }

    [Fact]
    public async Task A_row_for_another_tenant_cannot_be_written()
    {
        await using var database = await OpenAsync();
        var refused = await Assert.ThrowsAsync<PostgresException>(() => database.InTenantAsync("a",
            work => work.ExecuteAsync("insert into note values ('b', 1, 'smuggled')"), Cancel));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task The_runtime_role_is_neither_superuser_nor_owner_nor_exempt_from_row_security()
    {
        await using var database = await OpenAsync();
        var role = await database.WithoutTenantAsync(work => work.SingleAsync<(bool Super, bool Bypass, bool Owner)>("""
            select r.rolsuper, r.rolbypassrls, pg_get_userbyid(c.relowner) = current_user
            from pg_roles r, pg_class c where r.rolname = current_user and c.relname = 'note'
            """), Cancel);
        Assert.Equal((false, false, false), role);
    }

    [Fact]
    public async Task An_exception_leaves_no_trace_and_abandoned_work_neither()
    {
        await using var database = await OpenAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.InTenantAsync("a", async work =>
        {
            await work.ExecuteAsync("insert into note values ('a', 1, 'lost')");
            throw new InvalidOperationException();
        }, Cancel));
        await database.InTenantAsync("a", async work =>
        {
            await work.ExecuteAsync("insert into note values ('a', 2, 'abandoned')");
            await work.AbandonAsync();
        }, Cancel);
        Assert.Empty(await Read(database, "a"));
    }

    [Fact]
    public async Task Points_in_time_and_days_come_back_as_they_went()
    {
        await using var database = await OpenAsync();
        var at = new DateTimeOffset(2026, 11, 21, 9, 30, 0, TimeSpan.FromHours(9));
        var day = new DateOnly(2026, 11, 21);
        var row = await database.WithoutTenantAsync(work => work.SingleAsync<Moment>("select @at::timestamptz as at, @day::date as on_day", new { at, day }), Cancel);
        Assert.Equal(new Moment(at, day), row);
    }

    [Fact]
    public async Task A_changed_schema_step_is_refused()
    {
        var made = await cluster.MakeAsync("notes", typeof(DatabaseTests).Assembly);
        var owner = cluster.Cluster.ConnectionString(made, owner: true);
        await using (var source = NpgsqlDataSource.Create(owner))
        await using (var command = source.CreateCommand("update schema_step set sha256 = 'other' where number = 900"))
            await command.ExecuteNonQueryAsync(Cancel);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => SchemaSteps.ApplyAsync(made, owner, TimeProvider.System, Cancel));
        Assert.Equal("schema-step-changed", refused.Refusal.Code);
    }

    [Fact]
    public async Task Steps_are_applied_once_however_many_nodes_start_together()
    {
        var made = await cluster.MakeAsync("notes", typeof(DatabaseTests).Assembly);
        var owner = cluster.Cluster.ConnectionString(made, owner: true);
        var counts = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SchemaSteps.ApplyAsync(made, owner, TimeProvider.System, Cancel)));
        Assert.All(counts, count => Assert.Equal(0, count));
    }

    [Fact]
    public void No_source_sets_a_tenant_for_a_whole_session_or_asks_the_database_for_the_time()
    {
        var root = Repository.Root;
        var wrong = Directory.EnumerateFiles(Path.Combine(root, "src"), "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".sql")
            .Where(file => SessionSetting().IsMatch(File.ReadAllText(file)) || (Path.GetExtension(file) == ".sql" && Now().IsMatch(File.ReadAllText(file))))
            .Select(file => Path.GetRelativePath(root, file));
        Assert.Empty(wrong);
    }

    [GeneratedRegex(@"\bset\s+(session\s+)?warifu\.tenant|set_config\('warifu\.tenant',[^)]*false", RegexOptions.IgnoreCase)]
    private static partial Regex SessionSetting();

    [GeneratedRegex(@"\b(now\(\)|current_timestamp|clock_timestamp|localtimestamp)", RegexOptions.IgnoreCase)]
    private static partial Regex Now();

    private static Task Write(Database database, string office, int id, string words) =>
        database.InTenantAsync(office, work => work.ExecuteAsync("insert into note values (@office, @id, @words)", new { office, id, words }), Cancel);

    private static Task<IReadOnlyList<string>> Read(Database database, string office) =>
        database.InTenantAsync(office, work => work.QueryAsync<string>("select words from note"), Cancel);

    private sealed record Moment(DateTimeOffset At, DateOnly OnDay);
}
