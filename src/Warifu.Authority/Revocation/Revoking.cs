using Microsoft.Extensions.Logging;
using Warifu.Authority.Issuance;
using Warifu.Authority.Registration;
using Warifu.Authority.Status;
using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Authority.Revocation;

/// <summary>
/// Records a revocation once: the first time and reason stand, whoever asks again (docs/revocation-cycle.md, 5). A hold may become a
/// revocation.
/// </summary>
internal sealed partial class Revoking(Database database, StatusChanges changes, ILogger<Revoking> log)
{
    public Task<Outcome<CertificateEntry>> RevokeAsync(BankCode bank, SerialNumber serial, RevocationReason reason, CancellationToken cancel) =>
        database.InTenantAsync<Outcome<CertificateEntry>>(bank.Value, async work =>
        {
            if (!Enum.IsDefined(reason) || reason == RevocationReason.CertificateHold)
                return RevocationRefusals.ReasonUnknown;
            if (await RegisterRow.LockAsync(work, serial.Hex) is not { } row)
                return RevocationRefusals.CertificateUnknown;
            if (row.IsRevokedForGood)
                return row.Entry;
            var now = database.Time.GetUtcNow();
            await RegisterRow.StandAsync(work, serial.Hex, now, reason);
            await Change.RecordAsync(work, serial.Hex, ChangeKind.Revoked, reason, now);
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
