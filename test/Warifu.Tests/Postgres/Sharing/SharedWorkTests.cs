using FsCheck;
using FsCheck.Fluent;
using Npgsql;
using Warifu.Postgres;
using Warifu.Postgres.Sharing;
using Warifu.Wire;

namespace Warifu.Tests.Postgres.Sharing;

/// <summary>Orders are numbers of notes; a negative one is refused by our own code, a number that is there already by the database.</summary>
public sealed class SharedWorkTests(TestCluster cluster)
{
    private static readonly GatheringLimits OneLane = new(Lanes: 1, Together: 100, Waiting: 100);
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Who_waits_while_a_group_is_under_way_shares_the_next_commit()
    {
        await using var database = await OpenAsync();
        var work = new SharedWork<int, long>(database, OneLane, HeldAsync);
        var first = work.RunAsync("a", 1, Cancel);
        await begun.Task.WaitAsync(Cancel);
        Task<long>[] others = [.. Enumerable.Range(2, 20).Select(one => work.RunAsync("a", one, Cancel))];
        held.SetResult();
        var alone = await first;
        var together = await Task.WhenAll(others);
        Assert.NotEqual(alone, Assert.Single(together.Distinct()));
        Assert.Equal(Enumerable.Range(1, 21), await NotesAsync(database));
    }

    [Fact]
    public async Task Nobody_is_answered_before_what_he_ordered_is_committed()
    {
        await using var database = await OpenAsync();
        var work = new SharedWork<int, long>(database, new(Lanes: 2, Together: 8, Waiting: 1000), WriteAsync);
        await Task.WhenAll(Enumerable.Range(1, 100).Select(async one =>
        {
            await work.RunAsync("a", one, Cancel);
            Assert.Contains(one, await NotesAsync(database));
        }));
    }

    [Fact]
    public async Task A_group_whose_database_goes_away_before_the_commit_is_not_answered_and_leaves_nothing()
    {
        var made = await cluster.MakeAsync("notes", typeof(SharedWorkTests).Assembly);
        await using var database = new Database(cluster.Cluster.ConnectionString(made, owner: false), TimeProvider.System);
        var work = new SharedWork<int, long>(database, OneLane, async (unit, orders) =>
        {
            var answers = await WriteAsync(unit, orders);
            await cluster.CloseAsync(made);
            return answers;
        });
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => work.RunAsync("a", 1, Cancel));
        await cluster.ReopenAsync(made);
        Assert.Empty(await NotesAsync(database));
    }

    [Fact]
    public async Task One_who_cannot_be_served_fails_alone()
    {
        await using var database = await OpenAsync();
        await database.InTenantAsync("a", unit => WriteAsync(unit, [7]), Cancel);
        var work = new SharedWork<int, long>(database, OneLane, HeldAsync);
        var first = work.RunAsync("a", 1, Cancel);
        await begun.Task.WaitAsync(Cancel);
        var others = new[] { 2, 7, -1, 3 }.ToDictionary(one => one, one => work.RunAsync("a", one, Cancel));
        held.SetResult();
        await first;
        await Task.WhenAll(others[2], others[3]);
        Assert.Equal(PostgresErrorCodes.UniqueViolation, (await Assert.ThrowsAsync<PostgresException>(() => others[7])).SqlState);
        await Assert.ThrowsAsync<InvalidOperationException>(() => others[-1]);
        Assert.Equal([1, 2, 3, 7], await NotesAsync(database));
    }

    [Fact]
    public async Task Who_leaves_before_his_group_begins_is_not_served_and_who_leaves_later_is()
    {
        await using var database = await OpenAsync();
        var work = new SharedWork<int, long>(database, OneLane, HeldAsync);
        using var leaving = new CancellationTokenSource();
        var later = work.RunAsync("a", 1, leaving.Token);
        await begun.Task.WaitAsync(Cancel);
        var before = work.RunAsync("a", 2, leaving.Token);
        var staying = work.RunAsync("a", 3, Cancel);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => later);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => before);
        held.SetResult();
        await staying;
        Assert.Equal([1, 3], await NotesAsync(database));
    }

    [Fact]
    public async Task More_than_may_wait_are_told_to_come_again_and_another_tenant_has_room()
    {
        await using var database = await OpenAsync();
        var work = new SharedWork<int, long>(database, OneLane with { Waiting = 1 }, HeldAsync);
        var first = work.RunAsync("a", 1, Cancel);
        await begun.Task.WaitAsync(Cancel);
        var second = work.RunAsync("a", 2, Cancel);
        Assert.Equal(SharingRefusals.Busy, (await Assert.ThrowsAsync<RefusedException>(() => work.RunAsync("a", 3, Cancel))).Refusal);
        var elsewhere = work.RunAsync("b", 3, Cancel);
        held.SetResult();
        await Task.WhenAll(first, second, elsewhere);
    }

    [Fact]
    public async Task However_they_come_together_each_gets_the_answer_to_his_own_order()
    {
        await using var database = await OpenAsync();
        var number = 0;
        Prop.ForAll(
            (from lanes in Gen.Choose(1, 3) from together in Gen.Choose(1, 9) from count in Gen.Choose(1, 60) select (lanes, together, count)).ToArbitrary(),
            async limits =>
            {
                var work = new SharedWork<int, int>(database, new(limits.lanes, limits.together, Waiting: 100), async (unit, orders) =>
                {
                    await WriteAsync(unit, orders);
                    return [.. orders.Select(order => -order)];
                });
                var orders = Enumerable.Range(0, limits.count).Select(_ => Interlocked.Increment(ref number)).ToList();
                var answers = await Task.WhenAll(orders.Select(order => Task.Run(() => work.RunAsync("a", order, Cancel))));
                Assert.Equal(orders.Select(order => -order), answers);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
        Assert.Equal(Enumerable.Range(1, number), await NotesAsync(database));
    }

    /// <summary>The first group waits to be let go.</summary>
    private async Task<IReadOnlyList<long>> HeldAsync(Work work, IReadOnlyList<int> orders)
    {
        begun.TrySetResult();
        await held.Task;
        return await WriteAsync(work, orders);
    }

    /// <returns>For each the transaction's number.</returns>
    private static async Task<IReadOnlyList<long>> WriteAsync(Work work, IReadOnlyList<int> orders)
    {
        if (orders.Any(order => order < 0))
            throw new InvalidOperationException("No such note.");
        await work.ExecuteAsync("insert into note select @Tenant, id, 'written' from unnest(@ids) id", new { work.Tenant, ids = orders.ToArray() });
        var transaction = await work.SingleAsync<long>("select pg_current_xact_id()::text::bigint");
        return [.. orders.Select(_ => transaction)];
    }

    private static Task<IReadOnlyList<int>> NotesAsync(Database database) => database.ReadInTenantAsync<int>("select note_id from note order by note_id", new { Tenant = "a" }, Cancel);

    private Task<Database> OpenAsync() => cluster.OpenAsync("notes", typeof(SharedWorkTests).Assembly);
}
