using Microsoft.Extensions.Logging;
using Warifu.Authority.Issuance;
using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Authority.Revocation;

/// <summary>Records a revocation once: the first time and reason stand, whoever asks again.</summary>
internal sealed partial class Revoking(Database database, ILogger<Revoking> log)
{
    public static readonly Refusal CertificateUnknown = new("serial-unknown", 404,
        new("この銀行にこのシリアル番号の証明書はありません。", "This bank has no certificate with this serial number."),
        new("シリアル番号を確かめてください。", "Check the serial number."));

    public Task<Outcome<CertificateEntry>> RevokeAsync(BankCode bank, SerialNumber serial, RevocationReason reason, CancellationToken cancel) =>
        database.InTenantAsync<Outcome<CertificateEntry>>(bank.Value, async work =>
        {
            var now = database.Time.GetUtcNow();
            var first = await work.ExecuteAsync("""
                update certificate set revoked_at = @now, reason = @reason
                where bank_code = @Tenant and serial = @serial and revoked_at is null
                """, new { work.Tenant, serial = serial.Hex, now, reason = (int)reason }) == 1;
            if (await RegisterRow.FindAsync(work, serial.Hex) is not { } row)
                return CertificateUnknown;
            if (first)
                work.AfterCommit(() => Revoked(log, bank.Value, serial.Hex, reason));
            return row.Entry;
        }, cancel);

    public Task<Outcome<CertificateEntry>> FindAsync(BankCode bank, SerialNumber serial, CancellationToken cancel) =>
        database.InTenantAsync<Outcome<CertificateEntry>>(
            bank.Value, async work => await RegisterRow.FindAsync(work, serial.Hex) is { } row ? row.Entry : CertificateUnknown, cancel);

    [LoggerMessage(3011, LogLevel.Information, "Revoked for {Bank}: certificate {Serial}, reason {Reason}.")]
    private static partial void Revoked(ILogger log, string bank, string serial, RevocationReason reason);
}
