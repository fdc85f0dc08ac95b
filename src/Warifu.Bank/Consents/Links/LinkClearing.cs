using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Warifu.Bank.Consents.Tokens;
using Warifu.Postgres;

namespace Warifu.Bank.Consents.Links;

/// <summary>
/// Takes away what nobody needs any more, a bounded batch at a time, on whatever node. Links and what was shown when they were allowed stay: they are the
/// customer's receipts, and the history names them.
/// </summary>
internal sealed partial class LinkClearing(Database database, Banks banks, ILogger<LinkClearing> log) : BackgroundService
{
    /// <summary>Rows in one unit of work: no lock is held for long.</summary>
    internal const int Batch = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>More than a request lives, answered or not.</summary>
    private static readonly TimeSpan Answered = TimeSpan.FromDays(1);

    /// <summary>So long a service that comes with its refresh token hears that the link ended, and not only that there is no such token.</summary>
    private static readonly TimeSpan Told = TimeSpan.FromDays(90);

    /// <summary>Calls are counted by the minute.</summary>
    private static readonly TimeSpan Counted = TimeSpan.FromHours(1);

    /// <summary>One sentence each. Rows that another node has in hand are left to it.</summary>
    private static readonly IReadOnlyList<string> Sweeps =
    [
        // Requests that gave no link: never opened, never answered, refused.
        Sweep("consent", "consent_id", "grant_id is null and pushed_at < @now - @Answered"),
        // Assertions and proofs that are refused for their age by now.
        Sweep("used_proof", "proof_sha256", "forgotten_at < @now"),
        // Access tokens that have ended.
        Sweep("api_token", "token_sha256", "kind = 'access' and ends_at < @now"),
        // Tokens that were taken back: what is not there is refused in the same words.
        Sweep("api_token", "token_sha256", "revoked_at < @now - @Answered"),
        // Refresh tokens of links that ended long ago.
        Sweep("api_token", "token_sha256",
            "kind = 'refresh' and grant_id in (select grant_id from api_grant where bank_code = @Tenant and coalesce(ended_at, ends_at) < @now - @Told)"),
        Sweep("api_usage", "grant_id", "minute < @now - @Counted"),
        // Keys under which no token stands any more, with their private halves; four a year.
        "delete from token_key where bank_code = @Tenant and signs_until < @now - @Stays",
    ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(Interval);
        do
        {
            try
            {
                foreach (var bank in banks.All.Where(bank => bank.Profile.ApiLink is not null))
                    await ClearAsync(bank.Profile.Code.Value, stoppingToken);
            }
            catch (NpgsqlException lost)
            {
                DatabaseLost(log, lost);
            }
        }
        while (await ticks.WaitForNextTickAsync(stoppingToken));
    }

    /// <returns>How many rows this node took away.</returns>
    internal async Task<int> ClearAsync(string bank, CancellationToken cancel)
    {
        var cleared = 0;
        foreach (var sweep in Sweeps)
        {
            int batch;
            do
                cleared += batch = await database.InTenantAsync(bank, work => work.ExecuteAsync(
                    sweep, new { work.Tenant, now = database.Time.GetUtcNow(), Answered, Told, Counted, TokenKeys.Stays, Batch }), cancel);
            while (batch == Batch);
        }
        return cleared;
    }

    private static string Sweep(string table, string key, string over) =>
        $"delete from {table} where bank_code = @Tenant and {key} in (select {key} from {table} where bank_code = @Tenant and {over} limit @Batch for update skip locked)";

    [LoggerMessage(2606, LogLevel.Warning, "What is left of old links could not be cleared; trying again.")]
    private static partial void DatabaseLost(ILogger log, Exception lost);
}
