namespace Warifu.Postgres.Sharing;

/// <summary>
/// One read of the database answers everybody who asked before it began. Under load many wait for the next read and share it;
/// nothing is kept once it is answered, so an answer is never older than its question.
/// </summary>
/// <param name="read">Answers for all keys asked; for those it knows nothing about it has no entry.</param>
public sealed class SharedReads<TKey, TValue>(Func<TKey[], Task<Dictionary<TKey, TValue>>> read)
    where TKey : notnull
{
    private readonly Lock gate = new();
    private Round? next;
    private bool reading;

    /// <returns>The default for a key nothing is known about.</returns>
    public async Task<TValue?> AskAsync(TKey key, CancellationToken cancel)
    {
        Round round;
        lock (gate)
        {
            round = next ??= new Round();
            round.Keys.Add(key);
            if (!reading)
            {
                reading = true;
                _ = Task.Run(ReadAsync, CancellationToken.None);
            }
        }

        return (await round.Answer.Task.WaitAsync(cancel)).GetValueOrDefault(key);
    }

    private async Task ReadAsync()
    {
        while (Begin() is { } round)
        {
            try
            {
                round.Answer.SetResult(await read([.. round.Keys]));
            }
            catch (Exception lost)
            {
                round.Answer.SetException(lost);
            }
        }
    }

    private Round? Begin()
    {
        lock (gate)
        {
            var round = next;
            next = null;
            reading = round is not null;
            return round;
        }
    }

    private sealed class Round
    {
        public HashSet<TKey> Keys { get; } = [];

        public TaskCompletionSource<Dictionary<TKey, TValue>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
