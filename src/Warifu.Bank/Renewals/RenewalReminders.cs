using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Warifu.Bank.Notices;
using Warifu.Postgres;

namespace Warifu.Bank.Renewals;

/// <summary>
/// Mails users before their certificates end, at the profile's lead times (seed 003, ご留意事項 (4)). Every node looks; the row of certificate
/// and lead time lets one of them write the mail, in the unit of work of the outbox, so that each is sent once.
/// </summary>
internal sealed partial class RenewalReminders(Database database, Banks banks, Outbox outbox, ILogger<RenewalReminders> log) : BackgroundService
{
    /// <summary>For counting, and for the log.</summary>
    public const string MailKind = "renewal-reminder";

    // Lead times are days.
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);
    private const int AtOnce = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(Interval);
        do
        {
            try
            {
                foreach (var bank in banks.All)
                    await RemindAsync(bank.Profile.Code.Value, stoppingToken);
            }
            catch (NpgsqlException lost)
            {
                DatabaseLost(log, lost);
            }
        }
        while (await ticks.WaitForNextTickAsync(stoppingToken));
    }

    /// <returns>How many were mailed by this node.</returns>
    internal async Task<int> RemindAsync(string bank, CancellationToken cancel)
    {
        var leadTimes = banks.Of(bank).Profile.Certificate.NoticeDays;
        var mailed = 0;
        for (var found = AtOnce; found == AtOnce;)
        {
            var ending = await database.InTenantAsync(bank, work => EndingCertificate.FindAsync(work, leadTimes, database.Time.GetUtcNow(), AtOnce), cancel);
            foreach (var one in ending)
                if (await database.InTenantAsync(bank, work => TellAsync(work, leadTimes, one), cancel))
                    mailed++;
            found = ending.Count;
        }
        if (mailed > 0)
            Mailed(log, bank, mailed);
        return mailed;
    }

    private async Task<bool> TellAsync(Work work, IReadOnlyList<int> leadTimes, EndingCertificate ending)
    {
        var now = database.Time.GetUtcNow();
        // Of two nodes the second waits here until the first has committed.
        await work.ExecuteAsync("select 1 from customer_user where bank_code = @Tenant and user_id = @UserId for update", new { work.Tenant, ending.UserId });
        var told = await work.SingleAsync<bool>("""
            select exists (select 1 from renewal_reminder where bank_code = @Tenant and certificate_sha256 = @Sha256 and days = @Days)
            """, new { work.Tenant, ending.Sha256, ending.Days });
        if (told)
            return false;
        Guid? mail = await MailReader.FindAsync(work, ending.UserId) is { } reader
            ? await outbox.PutAsync(work, reader, MailKind, ending.ToLetter(banks.Of(work.Tenant!).Profile, reader, now), now)
            : null;
        await ending.TakeAsync(work, leadTimes, mail, now);
        return mail is not null;
    }

    [LoggerMessage(2511, LogLevel.Information, "{Count} users of bank {Bank} are reminded that their certificates end.")]
    private static partial void Mailed(ILogger log, string bank, int count);

    [LoggerMessage(2512, LogLevel.Warning, "Users could not be reminded; trying again.")]
    private static partial void DatabaseLost(ILogger log, Exception lost);
}
