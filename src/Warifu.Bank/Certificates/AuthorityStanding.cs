using Warifu.Bank.History;
using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Bank.Certificates;

/// <summary>
/// Makes the register agree with what the Authority says of one certificate. Saying it again changes nothing, and nothing
/// lifts a revocation.
/// </summary>
internal static class AuthorityStanding
{
    public static async Task ApplyAsync(
        Work work, SerialNumber serial, ChangeKind kind, RevocationReason reason, DateTimeOffset at, DateTimeOffset now)
    {
        var with = new { work.Tenant, serial.Hex, reason = $"{reason}", at, now, by = HistoryEntry.Authority };
        var (sql, act) = kind switch
        {
            ChangeKind.Revoked => ("""
                update certificate set state = 'revoked', revoked_at = @at, revocation_reason = @reason, revoked_by = @by,
                  suspended_at = null, acknowledged_at = @now
                where bank_code = @Tenant and serial = @Hex and state <> 'revoked' returning user_id
                """, Act.CertificateRevoked),
            ChangeKind.Suspended => ("""
                update certificate set state = 'suspended', suspended_at = @at
                where bank_code = @Tenant and serial = @Hex and state = 'active' returning user_id
                """, Act.CertificateSuspended),
            ChangeKind.Resumed => ("""
                update certificate set state = 'active', suspended_at = null
                where bank_code = @Tenant and serial = @Hex and state = 'suspended' returning user_id
                """, Act.CertificateResumed),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        if (await work.SingleOrDefaultAsync<Guid?>(sql, with) is { } holder)
            await RecordAsync(work, holder, act, serial, now);
        else if (await work.SingleOrDefaultAsync<int?>("select 1 from certificate where bank_code = @Tenant and serial = @Hex", with) is null)
            await RememberAsync(work, kind, with);
    }

    /// <summary>For the moment in which it enters the register.</summary>
    private static Task RememberAsync(Work work, ChangeKind kind, object with) => kind switch
    {
        ChangeKind.Resumed => work.ExecuteAsync(
            "delete from authority_standing where bank_code = @Tenant and serial = @Hex and state = 'suspended'", with),
        ChangeKind.Suspended => work.ExecuteAsync("""
            insert into authority_standing (bank_code, serial, state, reason, at) values (@Tenant, @Hex, 'suspended', @reason, @at)
            on conflict do nothing
            """, with),
        ChangeKind.Revoked => work.ExecuteAsync("""
            insert into authority_standing (bank_code, serial, state, reason, at) values (@Tenant, @Hex, 'revoked', @reason, @at)
            on conflict (bank_code, serial) do update set state = 'revoked', reason = @reason, at = @at where authority_standing.state <> 'revoked'
            """, with),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static async Task RecordAsync(Work work, Guid holder, Act act, SerialNumber serial, DateTimeOffset now)
    {
        var (contract, login) = await work.SingleAsync<(string, string)>(
            "select contract_id, login_id from customer_user where bank_code = @Tenant and user_id = @holder", new { work.Tenant, holder });
        await new HistoryEntry(contract, HistoryEntry.Authority, null).WriteAsync(work, act, $"{login} {serial}", now);
    }
}
