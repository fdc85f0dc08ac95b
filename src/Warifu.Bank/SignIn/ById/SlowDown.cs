using System.Security.Cryptography;
using System.Text;
using Warifu.Postgres;

namespace Warifu.Bank.SignIn.ById;

/// <summary>
/// Makes guessing slow where no certificate stands before the password: whoever tries, from one network or at one ID, waits twice as long
/// after each wrong try, from the first that is not free on. A try is counted before anything is looked at, and given back when it was
/// right. What is quiet for an hour begins anew.
/// </summary>
internal sealed class SlowDown(Database database)
{
    // An office behind one address mistypes now and then.
    private const int FreeOfNetwork = 10;
    private const int FreeOfId = 1;
    private const int LongestSeconds = 300;
    private static readonly TimeSpan Quiet = TimeSpan.FromHours(1);

    /// <returns>False when it is too early.</returns>
    public Task<bool> TakeAsync(string bank, string? from, string loginId, CancellationToken cancel) => database.InTenantAsync(bank, async work =>
        await TakeAsync(work, OfNetwork(from), FreeOfNetwork) && await TakeAsync(work, OfId(loginId), FreeOfId), cancel);

    /// <summary>Within the unit of work that found the password right.</summary>
    public static Task GiveBackAsync(Work work, string? from, string loginId) => work.ExecuteAsync("""
        update slowed set failures = case when who = @id then 0 else greatest(failures - 1, 0) end, next_at = tried_at
        where bank_code = @Tenant and who in (@network, @id)
        """, new { work.Tenant, network = OfNetwork(from), id = OfId(loginId) });

    private async Task<bool> TakeAsync(Work work, string who, int free)
    {
        var now = database.Time.GetUtcNow();
        return await work.ExecuteAsync("""
            insert into slowed as s (bank_code, who, failures, tried_at, next_at) values (@Tenant, @who, 1, @now, @now)
            on conflict (bank_code, who) do update set
              failures = case when s.tried_at <= @quiet then 1 else least(s.failures + 1, 1000) end,
              tried_at = @now,
              next_at = @now::timestamptz + make_interval(secs => case
                when s.tried_at <= @quiet or s.failures < @free then 0 else least(@LongestSeconds, power(2, least(s.failures + 1 - @free, 10))) end)
            where s.next_at <= @now
            """, new { work.Tenant, who, free, now, quiet = now - Quiet, LongestSeconds }) == 1;
    }

    private static string OfNetwork(string? from) => $"network {ClientNetwork.Of(from)}";

    // As long for an ID of any length, and nobody's typing mistake, which may be a password, is kept.
    private static string OfId(string loginId) => $"id {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(loginId)))}";
}
