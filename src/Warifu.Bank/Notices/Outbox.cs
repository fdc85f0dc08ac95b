using System.Text.Json;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Postgres.Secrets;

namespace Warifu.Bank.Notices;

/// <summary>
/// Mail on its way out: written in the unit of work of the act it tells of, so that it goes out if, and only if, the act happened.
/// It is sealed while it waits, because it may carry a password.
/// </summary>
internal sealed class Outbox(ServerKey key, JobQueue jobs)
{
    private const string Table = "mail";

    /// <param name="kind">What it is about, for counting and for the log.</param>
    public async Task<Guid> PutAsync(Work work, MailReader reader, string kind, Letter letter, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        var @sealed = key.Seal(Table, work.Tenant!, $"{id}", JsonSerializer.SerializeToUtf8Bytes(letter));
        await work.ExecuteAsync(
            "insert into mail (bank_code, mail_id, user_id, kind, letter, made_at) values (@Tenant, @id, @UserId, @kind, @sealed, @now)",
            new { work.Tenant, id, reader.UserId, kind, @sealed, now });
        await jobs.AskAsync(work, SendMail.JobKind, $"{work.Tenant}:{id}", $"{work.Tenant}:{id}", now);
        return id;
    }

    /// <summary>Holds the row until the unit of work ends.</summary>
    /// <returns>Null once it is sent.</returns>
    public async Task<Letter?> TakeAsync(Work work, Guid id) =>
        await work.SingleOrDefaultAsync<byte[]?>("select letter from mail where bank_code = @Tenant and mail_id = @id for update", new { work.Tenant, id }) is { } @sealed
            ? JsonSerializer.Deserialize<Letter>(key.Open(Table, work.Tenant!, $"{id}", @sealed))
            : null;

    /// <summary>What it said is forgotten.</summary>
    public static Task SentAsync(Work work, Guid id, DateTimeOffset now) => work.ExecuteAsync(
        "update mail set letter = null, sent_at = @now where bank_code = @Tenant and mail_id = @id", new { work.Tenant, id, now });
}
