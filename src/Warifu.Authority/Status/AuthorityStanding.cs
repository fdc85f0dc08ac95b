using Warifu.Postgres;

namespace Warifu.Authority.Status;

/// <summary>How the authority stands: what its operator looks at, and what <c>/metrics</c> tells a machine. No names of customers.</summary>
/// <param name="At">When it was read.</param>
public sealed record AuthorityStanding(
    DateTimeOffset At, IReadOnlyList<KeyStanding> Keys, IReadOnlyList<LogStanding> Logs, JobStanding Jobs)
{
    /// <param name="connectionString">Of the runtime role.</param>
    public static async Task<AuthorityStanding> ReadAsync(string connectionString, TimeProvider time, CancellationToken cancel = default)
    {
        await using var database = new Database(connectionString, time);
        return await ReadAsync(database, cancel);
    }

    internal static Task<AuthorityStanding> ReadAsync(Database database, CancellationToken cancel) => database.WithoutTenantAsync(async work =>
    {
        var now = database.Time.GetUtcNow();
        var keys = await work.QueryAsync<KeyRow>("""
            select a.authority_id, a.role, a.certificate, c.number, c.this_update, c.next_update
            from authority a left join lateral
              (select number, this_update, next_update from crl where authority_id = a.authority_id order by number desc limit 1) c on true
            order by a.registered_at, a.authority_id
            """);
        var logs = await work.QueryAsync<LogStanding>("""
            select a.authority_id as authority, coalesce(h.size, 0) as size, h.signed_at, w.waiting, w.oldest_waiting
            from authority a left join log_head h using (authority_id), lateral
              (select count(*) as waiting, min(enqueued_at) as oldest_waiting from log_leaf l
               where l.authority_id = a.authority_id and l.leaf_index is null) w
            where a.role <> 'root' order by a.authority_id
            """);
        var jobs = await work.SingleAsync<JobStanding>("""
            select count(*) as waiting, count(*) filter (where run_at <= @now) as due, count(*) filter (where attempts > 0) as failing,
              min(run_at) filter (where run_at <= @now) as oldest_due
            from job
            """, new { now });
        return new AuthorityStanding(now, [.. keys.Select(row => row.Standing)], logs, jobs);
    }, cancel);

    private sealed record KeyRow(
        string AuthorityId, string Role, byte[] Certificate, long? Number, DateTimeOffset? ThisUpdate, DateTimeOffset? NextUpdate)
    {
        public KeyStanding Standing => Pki.Certificates.Certificate.Read(Certificate).Value is var certificate
            ? new(AuthorityId, Role, $"{certificate.Subject}", $"{certificate.Key.Kind}", certificate.NotAfter, Number, ThisUpdate, NextUpdate)
            : throw new InvalidOperationException("A registered authority has a certificate.");
    }
}

/// <summary>An authority's key, and its latest CRL; null where none was asked for yet.</summary>
/// <param name="NotAfter">The last second of its certificate.</param>
public sealed record KeyStanding(
    string Authority, string Role, string Subject, string Key, DateTimeOffset NotAfter, long? CrlNumber, DateTimeOffset? CrlThisUpdate, DateTimeOffset? CrlNextUpdate);

/// <param name="Size">Leaves with a place.</param>
/// <param name="SignedAt">Of the checkpoint; null before the first.</param>
/// <param name="Waiting">Leaves without a place.</param>
public sealed record LogStanding(string Authority, long Size, DateTimeOffset? SignedAt, long Waiting, DateTimeOffset? OldestWaiting);

/// <param name="Due">Waiting, and their time has come.</param>
/// <param name="Failing">Waiting after at least one failure.</param>
public sealed record JobStanding(long Waiting, long Due, long Failing, DateTimeOffset? OldestDue);
