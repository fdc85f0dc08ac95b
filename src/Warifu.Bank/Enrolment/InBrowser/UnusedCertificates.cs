using Warifu.Bank.Certificates;
using Warifu.Bank.History;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Wire.Registration;

namespace Warifu.Bank.Enrolment.InBrowser;

/// <summary>
/// Certificates whose key was made in a page and with which nobody has signed in yet. Its file may be lost before it is imported, so until
/// then another one is free, and ends it.
/// </summary>
internal static class UnusedCertificates
{
    private sealed record Standing(string Serial, byte[]? RenewsSha256, bool IsFree);

    /// <summary>Whether no other certificate of the user stands.</summary>
    public static async Task<bool> AreAllAsync(Work work, Guid user, DateTimeOffset now) => (await OfAsync(work, user, now)).All(one => one.IsFree);

    /// <summary>Whether the successor of a certificate is one.</summary>
    public static async Task<bool> IsSuccessorAsync(Work work, Guid user, byte[] old, DateTimeOffset now) =>
        (await OfAsync(work, user, now)).Any(one => one.IsFree && Renews(one, old));

    /// <summary>
    /// Before another request of a page: what it makes superfluous ends, and the request is noted as one of a page. A request that was
    /// heard before changes nothing.
    /// </summary>
    /// <param name="old">The certificate that is being renewed; null where none is.</param>
    public static async Task MakeWayAsync(
        Work work, JobQueue jobs, EnrollingUser user, Guid requestKey, byte[]? old, HistoryEntry entry, DateTimeOffset now)
    {
        await user.LockAsync(work);
        if (await EnrolmentIntent.FindAsync(work, requestKey) is not null)
            return;
        foreach (var one in (await OfAsync(work, user.UserId, now)).Where(one => one.IsFree && (old is null || Renews(one, old))))
            await RegisterRevocation.WriteOneAsync(work, jobs, user.LoginId, one.Serial, RevocationReason.Superseded, entry, now);
        await work.ExecuteAsync("""
            insert into browser_request (bank_code, request_key, user_id, asked_at) values (@Tenant, @requestKey, @UserId, @now) on conflict do nothing
            """, new { work.Tenant, requestKey, user.UserId, now });
    }

    private static bool Renews(Standing one, byte[] old) => one.RenewsSha256 is { } renewed && renewed.AsSpan().SequenceEqual(old);

    private static Task<IReadOnlyList<Standing>> OfAsync(Work work, Guid user, DateTimeOffset now) => work.QueryAsync<Standing>("""
        select c.serial, c.renews_sha256, c.used_at is null and exists (
            select 1 from enrolment e join browser_request b on b.bank_code = e.bank_code and b.request_key = e.request_key
            where e.bank_code = c.bank_code and e.user_id = c.user_id and e.certificate_sha256 = c.sha256) as is_free
        from certificate c where c.bank_code = @Tenant and c.user_id = @user and c.state <> 'revoked' and c.not_after >= @now
        """, new { work.Tenant, user, now });
}
