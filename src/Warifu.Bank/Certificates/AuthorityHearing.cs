using Warifu.Postgres;
using Warifu.Wire.Registration;

namespace Warifu.Bank.Certificates;

/// <summary>How far a bank has heard of its Authority, as the row says it: for every node, the staff face and sign-in alike.</summary>
/// <param name="Number">The last change applied.</param>
/// <param name="HeardAt">The last heartbeat that found nothing missing, or when listening began.</param>
/// <param name="ListReadAt">The last CRL read in its place.</param>
internal sealed record AuthorityHearing(long Number, DateTimeOffset HeardAt, DateTimeOffset? ListReadAt)
{
    /// <summary>Without a heartbeat for so long, the bank says so and reads the CRL.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // A heartbeat comes each second; the row need not be written each time.
    private static readonly TimeSpan Grain = TimeSpan.FromSeconds(5);

    public bool IsSilent(DateTimeOffset now) => now - HeardAt >= Patience;

    /// <summary>As it stands; listening begins when there is no row yet.</summary>
    public static async Task<AuthorityHearing> OfAsync(Work work, DateTimeOffset now)
    {
        await work.ExecuteAsync(
            "insert into authority_stream (bank_code, heard_at) values (@Tenant, @now) on conflict do nothing", new { work.Tenant, now });
        return await work.SingleAsync<AuthorityHearing>(
            "select number, heard_at, list_read_at from authority_stream where bank_code = @Tenant", new { work.Tenant });
    }

    /// <summary>
    /// Applies a change and remembers its number, in one unit of work. One that this or another node applied before changes nothing.
    /// </summary>
    /// <exception cref="MissingChangeException">Another change should have come before it.</exception>
    public static async Task TakeAsync(Work work, CertificateChange change, DateTimeOffset now)
    {
        var number = await work.SingleAsync<long>("select number from authority_stream where bank_code = @Tenant for update", new { work.Tenant });
        if (change.Number <= number)
            return;
        if (change.Number != number + 1)
            throw new MissingChangeException($"After change {number} came {change.Number}.");
        await AuthorityStanding.ApplyAsync(work, change.Serial, change.Kind, change.Reason ?? RevocationReason.Unspecified, change.At, now);
        await work.ExecuteAsync("update authority_stream set number = @Number where bank_code = @Tenant", new { work.Tenant, change.Number });
    }

    /// <summary>Takes a heartbeat: it counts when every change it speaks of was applied.</summary>
    /// <exception cref="MissingChangeException">One is missing.</exception>
    public static async Task BeatAsync(Work work, ChangeHeartbeat heartbeat, DateTimeOffset now)
    {
        var with = new { work.Tenant, heartbeat.Number, now, before = now - Grain };
        var number = await work.SingleAsync<long>("select number from authority_stream where bank_code = @Tenant", with);
        if (number < heartbeat.Number)
            throw new MissingChangeException($"After change {number} came a heartbeat for {heartbeat.Number}.");
        await work.ExecuteAsync("update authority_stream set heard_at = @now where bank_code = @Tenant and heard_at < @before", with);
    }
}

/// <summary>The stream has left something out; it must be asked again from the last number on.</summary>
internal sealed class MissingChangeException(string message) : Exception(message);
