using System.Collections.Concurrent;
using Warifu.Postgres.Sharing;

namespace Warifu.Tests.Postgres.Sharing;

public sealed class SharedReadsTests
{
    private readonly ConcurrentQueue<TaskCompletionSource<Dictionary<string, string>>> begun = new();
    private readonly ConcurrentQueue<string[]> asked = new();
    private readonly SharedReads<string, string> reads;

    public SharedReadsTests() => reads = new(keys =>
    {
        var answer = new TaskCompletionSource<Dictionary<string, string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        asked.Enqueue(keys);
        begun.Enqueue(answer);
        return answer.Task;
    });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_asks_while_a_read_is_under_way_gets_the_answer_of_a_later_one()
    {
        var first = reads.AskAsync("a", Cancel);
        var earlier = await NextAsync();
        var second = reads.AskAsync("a", Cancel);
        var third = reads.AskAsync("b", Cancel);

        earlier.SetResult(new() { ["a"] = "before" });
        Assert.Equal("before", await first);
        (await NextAsync()).SetResult(new() { ["a"] = "after" });

        Assert.Equal("after", await second);
        Assert.Null(await third);
        Assert.Equal([["a"], ["a", "b"]], asked.Select(keys => keys.Order().ToArray()));
    }

    [Fact]
    public async Task A_read_that_fails_fails_those_who_shared_it_and_nobody_after_them()
    {
        var first = reads.AskAsync("a", Cancel);
        (await NextAsync()).SetException(new IOException());
        await Assert.ThrowsAsync<IOException>(() => first);

        var second = reads.AskAsync("a", Cancel);
        (await NextAsync()).SetResult(new() { ["a"] = "there" });

        Assert.Equal("there", await second);
    }

    [Fact]
    public async Task Who_leaves_takes_nobody_along()
    {
        using var leaving = new CancellationTokenSource();
        var gone = reads.AskAsync("a", leaving.Token);
        var read = await NextAsync();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        var staying = reads.AskAsync("a", Cancel);

        read.SetResult([]);
        (await NextAsync()).SetResult(new() { ["a"] = "there" });

        Assert.Equal("there", await staying);
    }

    private async Task<TaskCompletionSource<Dictionary<string, string>>> NextAsync()
    {
        while (true)
        {
            if (begun.TryDequeue(out var read))
                return read;
            Cancel.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
