namespace Warifu.Postgres.Jobs;

/// <param name="Kind">Names the handler.</param>
/// <param name="Key">The same work asked for twice is one job.</param>
/// <param name="Payload">Whatever the handler reads; no secret in clear.</param>
public sealed record Job(long JobId, string Kind, string Key, string Payload, int Attempts);

/// <summary>Asks for work in the transaction that makes it necessary: both are committed, or neither.</summary>
public sealed class JobQueue(Wakeup wakeup)
{
    /// <param name="runAt">Not before; usually now.</param>
    public async Task AskAsync(Work work, string kind, string key, string payload, DateTimeOffset runAt)
    {
        await work.ExecuteAsync(
            "insert into job (kind, job_key, payload, run_at) values (@kind, @key, @payload, @runAt) on conflict (kind, job_key) do nothing",
            new { kind, key, payload, runAt });
        work.AfterCommit(wakeup.Signal);
    }
}
