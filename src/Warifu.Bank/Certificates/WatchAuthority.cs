using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Warifu.Pki.Certificates;
using Warifu.Pki.Revocations;
using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Bank.Certificates;

/// <summary>
/// Notices that the Authority has fallen silent: says so in the log, reads the CRL each minute in place of the stream, and
/// says when it is heard again. A list only ever makes the register stricter; what a hold's end brings comes by the stream.
/// </summary>
internal sealed partial class WatchAuthority(Database database, Banks banks, ILogger<WatchAuthority> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLists = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(banks.All.Select(bank => WatchAsync(bank, stoppingToken)));

    private async Task WatchAsync(ServedBank bank, CancellationToken stop)
    {
        var silent = false;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                silent = await LookAsync(bank, silent, stop);
            }
            catch (Exception lost) when (!stop.IsCancellationRequested && lost is NpgsqlException or HttpRequestException or OperationCanceledException)
            {
                ListUnread(log, bank.Profile.Code, lost);
            }
            await Task.Delay(silent ? BetweenLists : Pause, database.Time, stop);
        }
    }

    /// <param name="wasSilent">What the last look said.</param>
    /// <returns>Whether the Authority is silent.</returns>
    internal async Task<bool> LookAsync(ServedBank bank, bool wasSilent, CancellationToken cancel)
    {
        var now = database.Time.GetUtcNow();
        var hearing = await database.InTenantAsync(bank.Profile.Code.Value, work => AuthorityHearing.OfAsync(work, now), cancel);
        var silent = hearing.IsSilent(now);
        if (silent && !wasSilent)
            FellSilent(log, bank.Profile.Code, hearing.HeardAt);
        if (!silent && wasSilent)
            HeardAgain(log, bank.Profile.Code, hearing.Number);
        if (silent && bank.RevocationList is { } list)
            await ReadListAsync(bank, list, cancel);
        return silent;
    }

    private async Task ReadListAsync(ServedBank bank, Uri address, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        var der = await bank.Registration.GetByteArrayAsync(address, patience.Token);
        var now = database.Time.GetUtcNow();
        var read = PublishedList.Read(der, Certificate.Read(bank.IssuingAuthority.RawData).Value, now);
        if (read.Refusal is { } refusal)
        {
            ListUntrusted(log, bank.Profile.Code, refusal.Code);
            return;
        }
        await database.InTenantAsync(bank.Profile.Code.Value, work => ApplyAsync(work, read.Value, now), cancel);
    }

    private static async Task ApplyAsync(Work work, PublishedList list, DateTimeOffset now)
    {
        // As a change would: nothing enters the register meanwhile.
        await work.ExecuteAsync("select 1 from authority_stream where bank_code = @Tenant for update", new { work.Tenant });
        var standing = await work.QueryAsync<string>("""
            select serial from certificate where bank_code = @Tenant and state <> 'revoked' and serial = any(@serials)
            """, new { work.Tenant, serials = list.Entries.Select(entry => entry.Serial.Hex).ToArray() });
        var entries = list.Entries.ToDictionary(entry => entry.Serial.Hex);
        foreach (var serial in standing)
        {
            var entry = entries[serial];
            var kind = entry.Reason == RevocationReason.CertificateHold ? ChangeKind.Suspended : ChangeKind.Revoked;
            await AuthorityStanding.ApplyAsync(work, entry.Serial, kind, entry.Reason, entry.At, now);
        }
        await work.ExecuteAsync("update authority_stream set list_read_at = @now where bank_code = @Tenant", new { work.Tenant, now });
    }

    [LoggerMessage(2112, LogLevel.Error, "Bank {Bank} has not heard of the Authority since {HeardAt}; it reads the CRL meanwhile.")]
    private static partial void FellSilent(ILogger log, BankCode bank, DateTimeOffset heardAt);

    [LoggerMessage(2113, LogLevel.Information, "Bank {Bank} hears the Authority again, up to change {Number}.")]
    private static partial void HeardAgain(ILogger log, BankCode bank, long number);

    [LoggerMessage(2114, LogLevel.Warning, "Bank {Bank} could not read the CRL.")]
    private static partial void ListUnread(ILogger log, BankCode bank, Exception lost);

    [LoggerMessage(2115, LogLevel.Error, "Bank {Bank} does not trust the CRL it was given: {Code}.")]
    private static partial void ListUntrusted(ILogger log, BankCode bank, string code);
}
