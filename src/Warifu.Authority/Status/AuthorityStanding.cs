using Warifu.Postgres;

namespace Warifu.Authority.Status;

/// <summary>How the authority stands: what its operator looks at, and what <c>/metrics</c> tells a machine. No names of customers.</summary>
/// <param name="At">When it was read.</param>
public sealed record AuthorityStanding(
    DateTimeOffset At, IReadOnlyList<KeyStanding> Keys, IReadOnlyList<OcspStanding> Ocsp, IReadOnlyList<LogStanding> Logs, JobStanding Jobs)
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
            select a.authority_id, a.role, a.certificate, a.revoked_at, c.number, c.this_update, c.next_update, k.place
            from authority a left join lateral
              (select number, this_update, next_update from crl where authority_id = a.authority_id and shard = '' order by number desc limit 1) c on true
            left join lateral
              (select made ->> 'keyPlace' as place from ceremony, jsonb_array_elements(convert_from(transcript, 'UTF8')::jsonb -> 'certificates') made
               where made ->> 'id' = a.authority_id limit 1) k on true
            order by a.registered_at, a.authority_id
            """);
        var logs = await work.QueryAsync<LogStanding>("""
            select a.authority_id as authority, coalesce(h.size, 0) as size, h.signed_at, w.waiting, w.oldest_waiting
            from authority a left join log_head h using (authority_id), lateral
              (select count(*) as waiting, min(enqueued_at) as oldest_waiting from log_leaf l
               where l.authority_id = a.authority_id and l.leaf_index is null) w
            where a.role in ('customers', 'wire') and a.revoked_at is null order by a.authority_id
            """);
        var ocsp = await work.QueryAsync<OcspStanding>("""
            select a.authority_id as authority, count(r.serial) as kept, count(*) filter (where r.refresh_at <= @now) as due,
              min(r.this_update) as oldest_this_update, min(r.next_update) as earliest_next_update
            from authority a left join ocsp_response r using (authority_id)
            where a.ocsp_address is not null and a.revoked_at is null group by a.authority_id order by a.authority_id
            """, new { now });
        var jobs = await work.SingleAsync<JobStanding>("""
            select count(*) as waiting, count(*) filter (where run_at <= @now) as due, count(*) filter (where attempts > 0) as failing,
              min(run_at) filter (where run_at <= @now) as oldest_due
            from job
            """, new { now });
        return new AuthorityStanding(now, [.. keys.Select(row => row.Standing)], ocsp, logs, jobs);
    }, cancel);

    private sealed record KeyRow(
        string AuthorityId, string Role, byte[] Certificate, DateTimeOffset? RevokedAt, long? Number, DateTimeOffset? ThisUpdate,
        DateTimeOffset? NextUpdate, string? Place)
    {
        public KeyStanding Standing => Pki.Certificates.Certificate.Read(Certificate).Value is var certificate
            ? new(AuthorityId, Role, $"{certificate.Subject}", $"{certificate.Key.Kind}", Place ?? "", certificate.NotAfter, RevokedAt,
                Number, ThisUpdate, NextUpdate)
            : throw new InvalidOperationException("A registered authority has a certificate.");
    }
}

/// <summary>An authority's key, and its latest CRL; null where none was asked for yet.</summary>
/// <param name="Place">Token or sealed file, as the transcript of its ceremony has it.</param>
/// <param name="NotAfter">The last second of its certificate.</param>
/// <param name="RevokedAt">By its root; null while it stands.</param>
public sealed record KeyStanding(
    string Authority, string Role, string Subject, string Key, string Place, DateTimeOffset NotAfter, DateTimeOffset? RevokedAt,
    long? CrlNumber, DateTimeOffset? CrlThisUpdate, DateTimeOffset? CrlNextUpdate);

/// <summary>The answers signed ahead for an authority.</summary>
/// <param name="Kept">How many.</param>
/// <param name="Due">Of them, those that the next round signs anew.</param>
/// <param name="EarliestNextUpdate">When the first of them ends; null where none is kept.</param>
public sealed record OcspStanding(string Authority, long Kept, long Due, DateTimeOffset? OldestThisUpdate, DateTimeOffset? EarliestNextUpdate);

/// <param name="Size">Leaves with a place.</param>
/// <param name="SignedAt">Of the checkpoint; null before the first.</param>
/// <param name="Waiting">Leaves without a place.</param>
public sealed record LogStanding(string Authority, long Size, DateTimeOffset? SignedAt, long Waiting, DateTimeOffset? OldestWaiting);

/// <param name="Due">Waiting, and their time has come.</param>
/// <param name="Failing">Waiting after at least one failure.</param>
public sealed record JobStanding(long Waiting, long Due, long Failing, DateTimeOffset? OldestDue);
