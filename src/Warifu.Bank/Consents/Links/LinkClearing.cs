using Warifu.Bank.Consents.Tokens;
using Warifu.Bank.Profiles;
using Warifu.Bank.Sweeps;
using Warifu.Postgres;

namespace Warifu.Bank.Consents.Links;

/// <summary>
/// Takes away what nobody needs any more, a bounded batch at a time, on whatever node. Links and what was shown when they were allowed stay: they are the
/// customer's receipts, and the history names them.
/// </summary>
internal sealed class LinkClearing(Database database) : IBankSweep
{
    /// <summary>Rows in one unit of work: no lock is held for long.</summary>
    internal const int Batch = 500;

    /// <summary>More than a request lives, answered or not.</summary>
    private static readonly TimeSpan Answered = TimeSpan.FromDays(1);

    /// <summary>So long a service that comes with its refresh token hears that the link ended, and not only that there is no such token.</summary>
    private static readonly TimeSpan Told = TimeSpan.FromDays(90);

    /// <summary>Calls are counted by the minute.</summary>
    private static readonly TimeSpan Counted = TimeSpan.FromHours(1);

    /// <summary>One sentence each. Rows that another node has in hand are left to it.</summary>
    private static readonly IReadOnlyList<string> Deletions =
    [
        // Requests that gave no link: never opened, never answered, refused.
        Delete("consent", "consent_id", "grant_id is null and pushed_at < @now - @Answered"),
        // Assertions and proofs that are refused for their age by now.
        Delete("used_proof", "proof_sha256", "forgotten_at < @now"),
        // Access tokens that have ended.
        Delete("api_token", "token_sha256", "kind = 'access' and ends_at < @now"),
        // Tokens that were taken back: what is not there is refused in the same words.
        Delete("api_token", "token_sha256", "revoked_at < @now - @Answered"),
        // Refresh tokens of links that ended long ago.
        Delete("api_token", "token_sha256",
            "kind = 'refresh' and grant_id in (select grant_id from api_grant where bank_code = @Tenant and coalesce(ended_at, ends_at) < @now - @Told)"),
        Delete("api_usage", "grant_id", "minute < @now - @Counted"),
        // Keys under which no token stands any more, with their private halves; four a year.
        "delete from token_key where bank_code = @Tenant and signs_until < @now - @Stays",
    ];

    public TimeSpan Interval => TimeSpan.FromMinutes(10);

    /// <returns>How many rows this node took away.</returns>
    public async Task<int> SweepAsync(BankProfile bank, CancellationToken cancel)
    {
        var cleared = 0;
        foreach (var deletion in Deletions)
        {
            int batch;
            do
                cleared += batch = await database.InTenantAsync(bank.Code.Value, work => work.ExecuteAsync(
                    deletion, new { work.Tenant, now = database.Time.GetUtcNow(), Answered, Told, Counted, TokenKeys.Stays, Batch }), cancel);
            while (batch == Batch);
        }
        return cleared;
    }

    private static string Delete(string table, string key, string over) =>
        $"delete from {table} where bank_code = @Tenant and {key} in (select {key} from {table} where bank_code = @Tenant and {over} limit @Batch for update skip locked)";
}
