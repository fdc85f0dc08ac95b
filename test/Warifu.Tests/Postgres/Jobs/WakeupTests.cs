using Warifu.Postgres.Jobs;

namespace Warifu.Tests.Postgres.Jobs;

public sealed class WakeupTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_signal_wakes_who_waits_on_another_node()
    {
        await using var database = await cluster.OpenAsync("notes", typeof(WakeupTests).Assembly);
        using var here = new Wakeup(database);
        using var there = new Wakeup(database);
        await here.StartAsync(Cancel);
        await there.StartAsync(Cancel);
        var woken = there.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        // The other node may not listen yet; a wake-up may be lost, so it is sent until it arrives.
        while (!woken.IsCompleted)
        {
            here.Signal();
            await Task.WhenAny(woken, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel));
        }
        await woken;
        await here.StopAsync(Cancel);
        await there.StopAsync(Cancel);
    }

    [Fact]
    public async Task Without_a_signal_the_wait_ends_by_itself()
    {
        await using var database = await cluster.OpenAsync("notes", typeof(WakeupTests).Assembly);
        using var wakeup = new Wakeup(database);
        await wakeup.WaitAsync(TimeSpan.FromMilliseconds(10), Cancel);
    }

    [Fact]
    public async Task Many_signals_close_together_are_few_notifications()
    {
        await using var database = await cluster.OpenAsync("notes", typeof(WakeupTests).Assembly);
        using var wakeup = new Wakeup(database);
        await using var listener = await database.Source.OpenConnectionAsync(Cancel);
        var heard = 0;
        listener.Notification += (_, _) => heard++;
        await using (var listen = new Npgsql.NpgsqlCommand("listen warifu_wakeup", listener))
            await listen.ExecuteNonQueryAsync(Cancel);
        await wakeup.StartAsync(Cancel);
        for (var i = 0; i < 1_000; i++)
            wakeup.Signal();
        await listener.WaitAsync(Cancel);
        Assert.InRange(heard, 1, 10);
        await wakeup.StopAsync(Cancel);
    }
}
