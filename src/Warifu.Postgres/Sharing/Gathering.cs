namespace Warifu.Postgres.Sharing;

/// <param name="Lanes">How many groups are served at once.</param>
/// <param name="Together">How many are served in one group at most.</param>
/// <param name="Waiting">How many may wait; more are turned away.</param>
public sealed record GatheringLimits(int Lanes, int Together, int Waiting);

/// <summary>
/// Serves at once whoever finds a free lane, and lets the others gather while all lanes are busy: a lane that comes free takes
/// them together. Nobody waits for company, and company comes by itself under load.
/// </summary>
/// <param name="serve">Tells each of the group how it went; it never throws.</param>
public sealed class Gathering<T>(GatheringLimits limits, Func<IReadOnlyList<T>, Task> serve)
{
    private readonly Lock gate = new();
    private readonly Queue<T> waiting = new();
    private int busy;

    /// <returns>False when too many wait already.</returns>
    public bool TryJoin(T one)
    {
        lock (gate)
        {
            if (waiting.Count >= limits.Waiting)
                return false;
            waiting.Enqueue(one);
            if (busy == limits.Lanes)
                return true;
            busy++;
        }

        _ = Task.Run(ServeAsync);
        return true;
    }

    private async Task ServeAsync()
    {
        while (Next() is { Count: > 0 } group)
            await serve(group);
    }

    /// <returns>Nobody: the lane is closed then, under the same lock that opens one.</returns>
    private List<T> Next()
    {
        lock (gate)
        {
            List<T> group = [];
            while (group.Count < limits.Together && waiting.TryDequeue(out var one))
                group.Add(one);
            if (group.Count == 0)
                busy--;
            return group;
        }
    }
}
