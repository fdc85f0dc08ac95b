using Warifu.Bank.Certificates;
using Warifu.Bank.Consents;
using Warifu.Bank.History;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;

namespace Warifu.Bank.SignIn;

/// <summary>Somebody who has given all that was asked of him so far.</summary>
/// <param name="Certificate">SHA-256 of the connection's; null where the contract signs in by ID.</param>
/// <param name="Consent">Which he signs in to answer; null: for the bank's pages.</param>
internal sealed record Entrant(Guid UserId, byte[]? Certificate, Guid? Consent);

/// <param name="Cookie">The session's.</param>
/// <param name="RenewalIsOpen">The entrant's certificate can be renewed from now on, or its successor waits for its use.</param>
/// <param name="Consent">Which it was begun for.</param>
internal sealed record Begun(string Cookie, bool RenewalIsOpen, Guid? Consent = null);

/// <summary>The last step of every way in, in the unit of work that found everything right.</summary>
internal sealed class SessionStart(Banks banks, JobQueue jobs)
{
    /// <summary>
    /// An earlier session ends, the new one begins, both are recorded; the place is known from now on; a certificate that the entrant's
    /// renewed ends, where the profile says so.
    /// </summary>
    public async Task<Begun> BeginAsync(Work work, Entrant entrant, HistoryEntry entry, DateTimeOffset now)
    {
        var cookie = SessionCookie.NewValue();
        var with = new
        {
            work.Tenant,
            entrant.UserId,
            key = SessionCookie.KeyOf(cookie),
            entrant.Certificate,
            entrant.Consent,
            entry.From,
            network = ClientNetwork.Of(entry.From),
            now,
        };
        // The user's row is locked first: of two sign-ins at once one ends the other's session.
        await work.ExecuteAsync("select 1 from customer_user where bank_code = @Tenant and user_id = @UserId for update", with);
        await work.ExecuteAsync("""
            update bank_session set ended_at = @now, end_reason = 'replaced'
            where bank_code = @Tenant and ended_at is null and (consent_id = @Consent or (@Consent is null and consent_id is null and user_id = @UserId))
            """, with);
        await work.ExecuteAsync("""
            insert into bank_session (bank_code, session_sha256, user_id, certificate_sha256, started_at, last_seen_at, signed_in_before, signed_in_before_from, consent_id)
            select bank_code, @key, user_id, @Certificate, @now, @now, signed_in_at, signed_in_from, @Consent
            from customer_user where bank_code = @Tenant and user_id = @UserId
            """, with);
        if (entrant.Consent is { } consent)
            await Consent.TakeUpAsync(work, consent, entrant.UserId);
        else
            await work.ExecuteAsync("update customer_user set signed_in_at = @now, signed_in_from = @From where bank_code = @Tenant and user_id = @UserId", with);
        await work.ExecuteAsync("""
            insert into known_place (bank_code, user_id, network, last_at) values (@Tenant, @UserId, @network, @now)
            on conflict (bank_code, user_id, network) do update set last_at = excluded.last_at
            """, with);
        await entry.WriteAsync(work, entrant.Consent is null ? Act.SignedIn : Act.SignedInToLink, detail: null, now);
        if (entrant.Certificate is not { } certificate)
            return new(cookie, RenewalIsOpen: false, entrant.Consent);
        await work.ExecuteAsync("update certificate set used_at = @now where bank_code = @Tenant and sha256 = @Certificate and used_at is null", with);
        await RegisterRevocation.SupersedeAsync(work, jobs, certificate, entry, now);
        var ends = await work.SingleAsync<DateTimeOffset>("select not_after from certificate where bank_code = @Tenant and sha256 = @Certificate", with);
        return new(cookie, now >= ends - banks.Of(work.Tenant!).Profile.Certificate.RenewalWindow, entrant.Consent);
    }
}
