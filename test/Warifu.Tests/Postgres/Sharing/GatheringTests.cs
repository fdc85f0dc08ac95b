using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using Warifu.Postgres.Sharing;

namespace Warifu.Tests.Postgres.Sharing;

public sealed class GatheringTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_finds_a_free_lane_is_served_alone_and_the_others_gather_behind()
    {
        using var doors = new Doors();
        var gathering = new Gathering<int>(new(Lanes: 1, Together: 10, Waiting: 10), doors.ServeAsync);

        Assert.True(gathering.TryJoin(0));
        await doors.BegunAsync(1);
        foreach (var one in Enumerable.Range(1, 5))
            Assert.True(gathering.TryJoin(one));
        doors.Open();
        await doors.BegunAsync(2);

        Assert.Equal([[0], [1, 2, 3, 4, 5]], doors.Groups);
    }

    [Fact]
    public async Task A_group_is_no_larger_than_it_may_be()
    {
        using var doors = new Doors();
        var gathering = new Gathering<int>(new(Lanes: 1, Together: 2, Waiting: 10), doors.ServeAsync);

        gathering.TryJoin(0);
        await doors.BegunAsync(1);
        foreach (var one in Enumerable.Range(1, 3))
            gathering.TryJoin(one);
        doors.Open();
        await doors.BegunAsync(3);

        Assert.Equal([[0], [1, 2], [3]], doors.Groups);
    }

    [Fact]
    public async Task More_than_may_wait_are_turned_away_and_come_in_once_there_is_room()
    {
        using var doors = new Doors();
        var gathering = new Gathering<int>(new(Lanes: 1, Together: 10, Waiting: 2), doors.ServeAsync);
        gathering.TryJoin(0);
        await doors.BegunAsync(1);

        Assert.True(gathering.TryJoin(1));
        Assert.True(gathering.TryJoin(2));
        Assert.False(gathering.TryJoin(3));
        doors.Open();
        await doors.BegunAsync(2);

        Assert.True(gathering.TryJoin(4));
    }

    [Fact]
    public void Everyone_who_was_let_in_is_served_once() => Prop.ForAll(
        (from lanes in Gen.Choose(1, 3) from together in Gen.Choose(1, 7) from count in Gen.Choose(1, 200) select (lanes, together, count)).ToArbitrary(),
        limits =>
        {
            var served = new ConcurrentBag<int>();
            using var all = new CountdownEvent(1);
            var gathering = new Gathering<int>(new(limits.lanes, limits.together, Waiting: 50), async group =>
            {
                await Task.Yield();
                foreach (var one in group)
                    served.Add(one);
                all.Signal(group.Count);
            });
            var let = new ConcurrentBag<int>();
            Parallel.For(0, limits.count, one =>
            {
                all.AddCount();
                if (gathering.TryJoin(one))
                    let.Add(one);
                else
                    all.Signal();
            });
            all.Signal();
            Assert.True(all.Wait(TimeSpan.FromMinutes(1), Cancel));
            Assert.Equal(let.Order(), served.Order());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    /// <summary>Groups that stay in service until the doors are opened.</summary>
    private sealed class Doors : IDisposable
    {
        private readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly SemaphoreSlim begun = new(0);

        public ConcurrentQueue<int[]> Groups { get; } = new();

        public async Task ServeAsync(IReadOnlyList<int> group)
        {
            Groups.Enqueue([.. group]);
            begun.Release();
            await open.Task;
        }

        public async Task BegunAsync(int count)
        {
            while (Groups.Count < count)
                Assert.True(await begun.WaitAsync(TimeSpan.FromMinutes(1), Cancel));
        }

        public void Open() => open.TrySetResult();

        public void Dispose() => begun.Dispose();
    }
}
