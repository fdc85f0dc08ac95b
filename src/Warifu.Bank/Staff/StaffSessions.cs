using System.Security.Cryptography;
using Warifu.Bank.History;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Staff;

/// <summary>
/// Staff sign in by certificate alone; the session gives it an idle end and a way out. Each request looks session, certificate and
/// person up anew, so that who was withdrawn is refused at his next request.
/// </summary>
internal sealed class StaffSessions(Database database, Banks banks)
{
    // NotAfter is the last second of validity.
    private static readonly TimeSpan LastSecond = TimeSpan.FromSeconds(1);

    /// <summary>Whose the connection's certificate is.</summary>
    public async Task<Outcome<StaffHolder>> HolderAsync(string bank, byte[]? certificate, CancellationToken cancel)
    {
        if (certificate is null)
            return StaffRefusals.NoCertificate;
        var holder = await database.ReadAsync<StaffHolder>("select * from staff_holder(@bank, @certificate)", new { bank, certificate }, cancel);
        return holder is null ? StaffRefusals.NotStaff
            : Judge(holder.CertificateState, holder.Standing, holder.NotAfter) is { } refusal ? refusal
            : holder;
    }

    /// <returns>The cookie's value.</returns>
    public async Task<Outcome<string>> BeginAsync(string bank, byte[]? certificate, string? from, CancellationToken cancel)
    {
        var found = await HolderAsync(bank, certificate, cancel);
        if (found.Refusal is { } refusal)
            return refusal;
        var cookie = SessionCookie.NewValue();
        await database.InTenantAsync(bank, async work =>
        {
            var now = database.Time.GetUtcNow();
            await work.ExecuteAsync("""
                insert into staff_session (bank_code, session_sha256, staff_id, certificate_sha256, started_at, last_seen_at)
                values (@Tenant, @key, @StaffId, @certificate, @now, @now)
                """, new { work.Tenant, key = SessionCookie.KeyOf(cookie), found.Value.StaffId, certificate, now });
            await new HistoryEntry(null, HistoryEntry.OfStaff(found.Value.StaffId), from) { Certificate = certificate }.WriteAsync(work, Act.StaffSignedIn, null, now);
        }, cancel);
        return cookie;
    }

    public async Task<Outcome<StaffSession>> FindAsync(string bank, string? cookie, byte[]? certificate, CancellationToken cancel)
    {
        if (cookie is null)
            return SignInRefusals.SessionNeeded;
        var key = SessionCookie.KeyOf(cookie);
        var row = await database.ReadAsync<Standing>("select * from staff_standing(@bank, @key)", new { bank, key }, cancel);
        var now = database.Time.GetUtcNow();
        var refusal = row is null ? SignInRefusals.SessionNeeded
            : certificate is null ? StaffRefusals.NoCertificate
            : !CryptographicOperations.FixedTimeEquals(certificate, row.CertificateSha256) ? SignInRefusals.CertificateOfAnother
            : Judge(row.CertificateState, row.StaffStanding, row.NotAfter)
            ?? (row.EndedAt is not null ? SignInRefusals.SessionNeeded
            : now - row.LastSeenAt >= banks.Of(bank).Profile.SignIn.Idle ? SignInRefusals.SessionTimedOut
            : null);
        if (refusal is not null)
            return refusal;
        await database.ReadAsync<object>("select staff_seen(@bank, @key, @now)", new { bank, key, now }, cancel);
        return new StaffSession(bank, key, row!.StaffId, row.Name, StaffSession.RolesOf(row.Roles), row.CertificateSha256, row.NotAfter);
    }

    public Task EndAsync(StaffSession session, string? from, CancellationToken cancel) => database.InTenantAsync(session.Bank, async work =>
    {
        var now = database.Time.GetUtcNow();
        await work.ExecuteAsync(
            "update staff_session set ended_at = @now where bank_code = @Tenant and session_sha256 = @Key and ended_at is null", new { work.Tenant, session.Key, now });
        await session.Entry(null, from).WriteAsync(work, Act.StaffSignedOut, null, now);
    }, cancel);

    /// <summary>A stranger learns nothing about why a certificate does not count, but its own holder when it ended.</summary>
    private Refusal? Judge(string certificateState, string standing, DateTimeOffset notAfter) =>
        certificateState != "active" || standing != "active" ? StaffRefusals.NotStaff
        : database.Time.GetUtcNow() >= notAfter + LastSecond ? StaffRefusals.Expired
        : null;

    private sealed class Standing
    {
        public required string StaffId { get; init; }
        public required string Name { get; init; }
        public required string Roles { get; init; }
        public required string StaffStanding { get; init; }
        public required byte[] CertificateSha256 { get; init; }
        public required string CertificateState { get; init; }
        public required DateTimeOffset NotAfter { get; init; }
        public required DateTimeOffset LastSeenAt { get; init; }
        public DateTimeOffset? EndedAt { get; init; }
    }
}

/// <summary>The member of staff whose certificate a connection proved.</summary>
internal sealed record StaffHolder(string StaffId, string Name, string Standing, string CertificateState, DateTimeOffset NotAfter);
