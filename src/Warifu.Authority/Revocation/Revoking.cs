using Microsoft.Extensions.Logging;
using Warifu.Authority.Acts;
using Warifu.Authority.Issuance;
using Warifu.Authority.Registration;
using Warifu.Authority.Status;
using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Authority.Revocation;

/// <summary>Boundaries between the steps of a revocation, a suspension and its end, where a crash must cost nothing.</summary>
internal enum StandingStep
{
    Locked,
    Booked,
    Changed,
    Recorded,
    Committed,
}

/// <summary>
/// Records a revocation once: the first time and reason stand, whoever asks again (docs/revocation-cycle.md, 5). A hold may become a
/// revocation.
/// </summary>
internal sealed partial class Revoking(Database database, StatusChanges changes, ILogger<Revoking> log)
{
    /// <summary>Where a test breaks it off.</summary>
    internal Action<StandingStep> Reached { get; init; } = static _ => { };

    /// <param name="by">The operator who does it himself, for the record of acts; null for a bank on the wire.</param>
    public Task<Outcome<CertificateEntry>> RevokeAsync(
        BankCode bank, SerialNumber serial, RevocationReason reason, CancellationToken cancel, string? by = null) =>
        database.InTenantAsync<Outcome<CertificateEntry>>(bank.Value, async work =>
        {
            if (!Enum.IsDefined(reason) || reason is RevocationReason.CertificateHold or RevocationReason.CaCompromise)
                return RevocationRefusals.ReasonUnknown;
            if (await RegisterRow.LockAsync(work, serial.Hex) is not { } row)
                return RevocationRefusals.CertificateUnknown;
            if (row.IsRevokedForGood)
                return row.Entry;
            Reached(StandingStep.Locked);
            var now = database.Time.GetUtcNow();
            await RegisterRow.StandAsync(work, serial.Hex, now, reason);
            Reached(StandingStep.Changed);
            await Change.RecordAsync(work, serial.Hex, ChangeKind.Revoked, reason, now);
            if (by is not null)
                await Act.RecordAsync(work, ActKind.CertificateRevoked, $"bank {bank} {serial} {reason}", by, now);
            Reached(StandingStep.Recorded);
            work.AfterCommit(() => Reached(StandingStep.Committed));
            work.AfterCommit(changes.Tell); // 5
            work.AfterCommit(() => Revoked(log, bank.Value, serial.Hex, reason));
            return (await RegisterRow.FindAsync(work, serial.Hex))!.Entry;
        }, cancel);

    public Task<Outcome<CertificateEntry>> FindAsync(BankCode bank, SerialNumber serial, CancellationToken cancel) =>
        database.InTenantAsync<Outcome<CertificateEntry>>(bank.Value, async work =>
        {
            if (await RegisterRow.FindAsync(work, serial.Hex) is not { } row)
                return RevocationRefusals.CertificateUnknown;
            return await Renewal.OfAsync(work, serial.Hex) is { } renewal
                ? row.Entry with { Renews = new SerialNumber(renewal.OldSerial), Overlap = renewal.Overlap }
                : row.Entry;
        }, cancel);

    [LoggerMessage(3011, LogLevel.Information, "Revoked for {Bank}: certificate {Serial}, reason {Reason}.")]
    private static partial void Revoked(ILogger log, string bank, string serial, RevocationReason reason);
}
