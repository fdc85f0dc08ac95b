using System.Collections.Concurrent;
using Npgsql;
using Warifu.Wire;

namespace Warifu.Postgres.Sharing;

/// <summary>
/// What many callers write, in one transaction of their tenant: who waits while another group is under way goes with the next, and nobody is answered before the
/// commit that he shares. When the database refuses a group, each goes by himself, so that one who cannot be served costs the others time and nothing else.
/// A caller who leaves before his group begins is not served; later he is served all the same and does not hear of it.
/// </summary>
/// <param name="act">Answers to a group, in its order.</param>
public sealed class SharedWork<TOrder, TAnswer>(Database database, GatheringLimits limits, Func<Work, IReadOnlyList<TOrder>, Task<IReadOnlyList<TAnswer>>> act)
{
    private readonly ConcurrentDictionary<string, Gathering<Member>> waiting = new(StringComparer.Ordinal);

    /// <exception cref="RefusedException"><see cref="SharingRefusals.Busy"/></exception>
    public Task<TAnswer> RunAsync(string tenant, TOrder order, CancellationToken cancel)
    {
        // Each tenant has a line of its own: a busy one never makes another wait.
        var line = waiting.GetOrAdd(tenant, owner => new(limits, members => ServeAsync(owner, members)));
        var member = new Member(order, cancel);
        return line.TryJoin(member) ? member.Told.Task.WaitAsync(cancel) : throw new RefusedException(SharingRefusals.Busy);
    }

    private async Task ServeAsync(string tenant, IReadOnlyList<Member> members)
    {
        var group = new List<Member>(members.Count);
        foreach (var member in members)
            if (member.Cancel.IsCancellationRequested)
                member.Told.SetCanceled(member.Cancel);
            else
                group.Add(member);
        if (group.Count > 0)
            await TogetherAsync(tenant, group);
    }

    private async Task TogetherAsync(string tenant, IReadOnlyList<Member> group)
    {
        IReadOnlyList<TAnswer> answers;
        try
        {
            answers = await database.InTenantAsync(tenant, work => AnswersAsync(work, group), CancellationToken.None);
        }
        // What the database or our own code refused is known not to stand. A connection lost at the commit leaves that open: it is nobody's to repeat.
        catch (Exception refused) when (group.Count > 1 && refused is PostgresException or not NpgsqlException)
        {
            foreach (var member in group)
                await TogetherAsync(tenant, [member]);
            return;
        }
        catch (Exception broken)
        {
            foreach (var member in group)
                member.Told.SetException(broken);
            return;
        }
        for (var at = 0; at < group.Count; at++)
            group[at].Told.SetResult(answers[at]);
    }

    private async Task<IReadOnlyList<TAnswer>> AnswersAsync(Work work, IReadOnlyList<Member> group)
    {
        var answers = await act(work, [.. group.Select(member => member.Order)]);
        return answers.Count == group.Count ? answers : throw new InvalidOperationException($"{group.Count} orders got {answers.Count} answers.");
    }

    private sealed record Member(TOrder Order, CancellationToken Cancel)
    {
        public TaskCompletionSource<TAnswer> Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
