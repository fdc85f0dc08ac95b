using Microsoft.Extensions.Logging;
using Warifu.Authority.Acts;
using Warifu.Authority.Issuance;
using Warifu.Authority.Registration;
using Warifu.Authority.Status;
using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Authority.Revocation;

/// <summary>
/// Puts a certificate on hold and takes it off again (certificateHold and removeFromCRL, RFC 5280, 5.3.1), all in one unit of work:
/// <list type="number">
/// <item>Lock the register's row.</item>
/// <item>Book the request key. One seen before answers how the certificate stands now and changes nothing.</item>
/// <item>Change the row; a certificate that already stands so is left alone.</item>
/// <item>Record the change for the stream.</item>
/// </list>
/// </summary>
internal sealed partial class Suspending(Database database, StatusChanges changes, ILogger<Suspending> log)
{
    /// <summary>Where a test breaks it off.</summary>
    internal Action<StandingStep> Reached { get; init; } = static _ => { };

    /// <param name="by">The operator who does it himself, for the record of acts; null for a bank on the wire.</param>
    public Task<Outcome<CertificateEntry>> SuspendAsync(
        BankCode bank, SerialNumber serial, Guid requestKey, CancellationToken cancel, string? by = null) =>
        RunAsync(bank, serial, requestKey, ChangeKind.Suspended, by, cancel);

    /// <inheritdoc cref="SuspendAsync"/>
    public Task<Outcome<CertificateEntry>> ResumeAsync(
        BankCode bank, SerialNumber serial, Guid requestKey, CancellationToken cancel, string? by = null) =>
        RunAsync(bank, serial, requestKey, ChangeKind.Resumed, by, cancel);

    private Task<Outcome<CertificateEntry>> RunAsync(
        BankCode bank, SerialNumber serial, Guid requestKey, ChangeKind act, string? by, CancellationToken cancel) =>
        database.InTenantAsync<Outcome<CertificateEntry>>(bank.Value, async work =>
        {
            if (await RegisterRow.LockAsync(work, serial.Hex) is not { } row) // 1
                return RevocationRefusals.CertificateUnknown;
            Reached(StandingStep.Locked);
            var now = database.Time.GetUtcNow();
            if (await BookAsync(work, requestKey, serial, act, now) is { } booked) // 2
                return booked == (serial.Hex, $"{act}") ? row.Entry : RevocationRefusals.RequestKeyReused;
            Reached(StandingStep.Booked);
            if (row.IsRevokedForGood)
            {
                await work.AbandonAsync();
                return RevocationRefusals.RevokedForGood;
            }
            if (row.RevokedAt is not null == (act == ChangeKind.Suspended))
                return row.Entry;
            await ChangeAsync(work, row, act, now); // 3, 4
            if (by is not null)
            {
                var kind = act == ChangeKind.Suspended ? ActKind.CertificateSuspended : ActKind.CertificateResumed;
                await Act.RecordAsync(work, kind, $"bank {bank} {serial}", by, now);
            }
            Reached(StandingStep.Recorded);
            work.AfterCommit(() => Reached(StandingStep.Committed));
            work.AfterCommit(changes.Tell);
            work.AfterCommit(() => Changed(log, bank.Value, serial.Hex, act));
            return (await RegisterRow.FindAsync(work, serial.Hex))!.Entry;
        }, cancel);

    /// <returns>Null when the key is new, else what it was used for.</returns>
    private static async Task<(string Serial, string Act)?> BookAsync(
        Work work, Guid requestKey, SerialNumber serial, ChangeKind act, DateTimeOffset now)
    {
        var row = new { work.Tenant, requestKey, serial.Hex, act = $"{act}", now };
        var isNew = await work.ExecuteAsync("""
            insert into standing_request (bank_code, request_key, serial, act, asked_at)
            values (@Tenant, @requestKey, @Hex, @act, @now) on conflict do nothing
            """, row) == 1;
        return isNew ? null : await work.SingleAsync<(string, string)>(
            "select serial, act from standing_request where bank_code = @Tenant and request_key = @requestKey", row);
    }

    private async Task ChangeAsync(Work work, RegisterRow row, ChangeKind act, DateTimeOffset now)
    {
        RevocationReason? reason = act == ChangeKind.Suspended ? RevocationReason.CertificateHold : null;
        await RegisterRow.StandAsync(work, row.Serial, reason is null ? null : now, reason);
        Reached(StandingStep.Changed);
        await Change.RecordAsync(work, row.Serial, act, reason, now);
    }

    [LoggerMessage(3012, LogLevel.Information, "{Act} for {Bank}: certificate {Serial}.")]
    private static partial void Changed(ILogger log, string bank, string serial, ChangeKind act);
}
