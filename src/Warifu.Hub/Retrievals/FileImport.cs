using System.Text.Json;
using Warifu.Hub.Offices;
using Warifu.Postgres;
using Warifu.Statements.Formats.Zengin;
using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Hub.Retrievals;

/// <summary>What a file brought for one of its accounts.</summary>
internal sealed record ImportedAccount(AccountKey Account, Delivery Delivery);

/// <summary>
/// Takes a 全銀 03 file that a member downloaded at his bank: every account of it, or nothing. The merge is the one of
/// retrievals, so a file may overlap what a connector fetched, and taking it twice adds nothing.
/// </summary>
internal static class FileImport
{
    public static async Task<Outcome<List<ImportedAccount>>> TakeAsync(Database database, SignedInMember member, byte[] file, CancellationToken cancel)
    {
        var now = database.Time.GetUtcNow();
        var reading = ZenginReader.Read(file, new ZenginLayout { ReceivedBy = DateOnly.FromDateTime(now.UtcDateTime).AddDays(1) });
        if (reading.Outcome.Refusal is { } malformed)
            return malformed;
        return await database.InTenantAsync<Outcome<List<ImportedAccount>>>(member.Tenant, async work =>
        {
            var imported = new List<ImportedAccount>();
            // In the order of their keys, so that two files with the same accounts do not wait for each other.
            foreach (var statement in reading.File!.Accounts.Select(account => account.Statement).OrderBy(statement => statement.Account.ToString(), StringComparer.Ordinal))
            {
                var (key, leaseId) = (statement.Account.ToString(), Guid.CreateVersion7(now));
                await work.ExecuteAsync(
                    """
                    insert into account (office_id, account_key, name, currency, opened_at) values (@OfficeId, @key, @AccountName, 'JPY', @now)
                    on conflict do nothing
                    """,
                    new { member.OfficeId, key, statement.AccountName, now });
                var fence = await work.SingleAsync<long>("update account set fence = fence + 1 where account_key = @key returning fence", new { key });
                await work.ExecuteAsync(
                    """
                    insert into lease (office_id, lease_id, account_key, member_id, fence, taken_at, expires_at, committed_at)
                    values (@OfficeId, @leaseId, @key, @MemberId, @fence, @now, @now, @now)
                    """,
                    new { member.OfficeId, leaseId, key, member.MemberId, fence, now });
                var delivery = await Keeping.KeepAsync(work, member.OfficeId, leaseId, fence, statement, now);
                await work.ExecuteAsync(
                    "update lease set delivery = @delivery::jsonb where lease_id = @leaseId",
                    new { delivery = JsonSerializer.Serialize(delivery, WireJson.Options), leaseId });
                imported.Add(new ImportedAccount(statement.Account, delivery));
            }

            return imported;
        }, cancel);
    }
}
