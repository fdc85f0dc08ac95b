using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Authority.Registration;

/// <summary>A change for the stream. Every query is under the owner's tenant.</summary>
internal static class Change
{
    // One answer to a bank that has been away for long; the next follows at once.
    public const int Batch = 500;

    /// <summary>In the unit of work of the change itself, under the lock of the register's row: one certificate's changes keep their order.</summary>
    public static Task RecordAsync(Work work, string serial, ChangeKind kind, RevocationReason? reason, DateTimeOffset at) => work.ExecuteAsync("""
        insert into certificate_change (bank_code, serial, kind, reason, at) values (@Tenant, @serial, @kind, @reason, @at)
        """, new { work.Tenant, serial, kind = $"{kind}", reason = (int?)reason, at });

    public static async Task<IReadOnlyList<CertificateChange>> AfterAsync(Work work, long number)
    {
        var rows = await work.QueryAsync<Row>("""
            select number, serial, kind, reason, at from certificate_change
            where bank_code = @Tenant and number > @number order by number limit @Batch
            """, new { work.Tenant, number, Batch });
        return [.. rows.Select(row => new CertificateChange(
            row.Number, new SerialNumber(row.Serial), Enum.Parse<ChangeKind>(row.Kind), (RevocationReason?)row.Reason, row.At))];
    }

    /// <summary>The last number given; 0 before the first.</summary>
    public static Task<long> LastAsync(Work work) => work.SingleAsync<long>(
        "select coalesce(max(number), 0) from certificate_change where bank_code = @Tenant", new { work.Tenant });

    /// <summary>Whether a change recorded before then still has no number: then nobody is told that he knows everything.</summary>
    public static Task<bool> IsHeldBackAsync(Work work, DateTimeOffset before) => work.SingleAsync<bool>("""
        select exists (select 1 from certificate_change where bank_code = @Tenant and number is null and at < @before)
        """, new { work.Tenant, before });

    private sealed record Row(long Number, string Serial, string Kind, int? Reason, DateTimeOffset At);
}
