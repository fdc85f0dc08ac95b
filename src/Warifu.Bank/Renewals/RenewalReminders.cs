using Microsoft.Extensions.Logging;
using Warifu.Bank.Notices;
using Warifu.Bank.Profiles;
using Warifu.Bank.Sweeps;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Renewals;

/// <summary>
/// Mails users before their certificates end, at the profile's lead times (seed 003, ご留意事項 (4)). Every node looks; the row of certificate
/// and lead time lets one of them write the mail, in the unit of work of the outbox, so that each is sent once.
/// </summary>
internal sealed partial class RenewalReminders(Database database, Outbox outbox, ILogger<RenewalReminders> log) : IBankSweep
{
    /// <summary>For counting, and for the log.</summary>
    public const string MailKind = "renewal-reminder";

    private const int AtOnce = 500;

    // Lead times are days.
    public TimeSpan Interval => TimeSpan.FromMinutes(10);

    /// <returns>How many were mailed by this node.</returns>
    public async Task<int> SweepAsync(BankProfile bank, CancellationToken cancel)
    {
        var mailed = 0;
        for (var found = AtOnce; found == AtOnce;)
        {
            var ending = await database.InTenantAsync(bank.Code.Value, work => EndingCertificate.FindAsync(work, bank.Certificate.NoticeDays, database.Time.GetUtcNow(), AtOnce), cancel);
            foreach (var one in ending)
                if (await database.InTenantAsync(bank.Code.Value, work => TellAsync(work, bank, one), cancel))
                    mailed++;
            found = ending.Count;
        }
        if (mailed > 0)
            Mailed(log, bank.Code, mailed);
        return mailed;
    }

    private async Task<bool> TellAsync(Work work, BankProfile bank, EndingCertificate ending)
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
            ? await outbox.PutAsync(work, reader, MailKind, ending.ToLetter(bank, reader, now), now)
            : null;
        await ending.TakeAsync(work, bank.Certificate.NoticeDays, mail, now);
        return mail is not null;
    }

    [LoggerMessage(2511, LogLevel.Information, "{Count} users of bank {Bank} are reminded that their certificates end.")]
    private static partial void Mailed(ILogger log, BankCode bank, int count);
}
