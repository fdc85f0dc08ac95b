using Microsoft.Extensions.Logging.Abstractions;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;

namespace Warifu.Tests.Postgres.Jobs;

public sealed class JobRunnerTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_runners_do_every_job_exactly_once()
    {
        await using var database = await cluster.OpenAsync("notes", typeof(JobRunnerTests).Assembly);
        using var wakeup = new Wakeup(database);
        var done = new Counting();
        await AskAsync(database, wakeup, 200);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var runner = new JobRunner(database, wakeup, [done], NullLogger<JobRunner>.Instance);
            while (await runner.DoNextAsync(Cancel))
            {
            }
        }));
        Assert.Equal(Enumerable.Range(0, 200).Select(n => $"{n}").Order(StringComparer.Ordinal), done.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_same_work_asked_for_twice_is_one_job()
    {
        await using var database = await cluster.OpenAsync("notes", typeof(JobRunnerTests).Assembly);
        using var wakeup = new Wakeup(database);
        await AskAsync(database, wakeup, 3);
        await AskAsync(database, wakeup, 3);
        Assert.Equal(3, await database.WithoutTenantAsync(work => work.SingleAsync<int>("select count(*)::int from job"), Cancel));
    }

    [Fact]
    public async Task A_job_that_fails_is_kept_and_tried_again_later()
    {
        await using var database = await cluster.OpenAsync("notes", typeof(JobRunnerTests).Assembly);
        using var wakeup = new Wakeup(database);
        await AskAsync(database, wakeup, 1);
        using var runner = new JobRunner(database, wakeup, [new Failing()], NullLogger<JobRunner>.Instance);
        Assert.True(await runner.DoNextAsync(Cancel));
        Assert.False(await runner.DoNextAsync(Cancel));
        var kept = await database.WithoutTenantAsync(work => work.SingleAsync<(int Attempts, string Error)>("select attempts, last_error from job"), Cancel);
        Assert.Equal((1, "TimeoutException"), kept);
    }

    private static Task AskAsync(Database database, Wakeup wakeup, int count) => database.WithoutTenantAsync(async work =>
    {
        var queue = new JobQueue(wakeup);
        for (var n = 0; n < count; n++)
            await queue.AskAsync(work, "count", $"{n}", "", database.Time.GetUtcNow());
    }, Cancel);

    private sealed class Counting : IJobHandler
    {
        public System.Collections.Concurrent.ConcurrentBag<string> Keys { get; } = [];

        public string Kind => "count";

        public Task DoAsync(Job job, CancellationToken cancel)
        {
            Keys.Add(job.Key);
            return Task.CompletedTask;
        }
    }

    private sealed class Failing : IJobHandler
    {
        public string Kind => "count";

        public Task DoAsync(Job job, CancellationToken cancel) => throw new TimeoutException();
    }
}
