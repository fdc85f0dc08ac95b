using Microsoft.Extensions.Logging;
using Warifu.Authority.Acts;
using Warifu.Authority.Authorities;
using Warifu.Pki.Certificates;
using Warifu.Pki.Chains;
using Warifu.Postgres;
using Warifu.Postgres.Sharing;
using Warifu.Wire;

namespace Warifu.Authority.Registration;

/// <summary>The register of certificates by which banks are known on the wire. The chain is checked once, at the entry; then the row decides.</summary>
internal sealed partial class RegistrationCertificates(Database database, OpenAuthorities authorities, string by, ILogger<RegistrationCertificates> log)
{
    public static readonly Refusal OfAnotherBank = new("registration-certificate-taken", 409,
        new("この証明書は別の銀行で登録されています。", "This certificate is registered for another bank."),
        new("銀行ごとに別の証明書を使ってください。", "Use another certificate for each bank."));

    private readonly SharedReads<string, string> banks = new(certificates => ReadAsync(database, certificates));

    /// <summary>Enters a certificate of the wire's authority for a bank; entering it again changes nothing.</summary>
    public async Task<Outcome<Certificate>> AdmitAsync(BankCode bank, Certificate certificate, CancellationToken cancel)
    {
        var now = database.Time.GetUtcNow();
        var trusted = ChainPolicy.Accept(certificate, authorities.Wire.Certificate, authorities.Root, Purpose.ClientAuthentication, now);
        if (trusted.Refusal is { } refusal)
            return refusal;
        return await database.InTenantAsync<Outcome<Certificate>>(bank.Value, async work =>
        {
            var row = new { work.Tenant, certificate.Sha256, certificate.NotBefore, certificate.NotAfter, now };
            var entered = await work.ExecuteAsync("""
                insert into registration_certificate (bank_code, sha256, not_before, not_after, registered_at)
                values (@Tenant, @Sha256, @NotBefore, @NotAfter, @now)
                on conflict do nothing
                """, row) == 1;
            if (entered)
            {
                await Act.RecordAsync(work, ActKind.BankRegistered, AboutOf(bank, certificate.Sha256), by, now);
                work.AfterCommit(() => Admitted(log, bank.Value, Convert.ToHexStringLower(certificate.Sha256)));
            }
            else if (await work.SingleOrDefaultAsync<int?>(
                "select 1 from registration_certificate where bank_code = @Tenant and sha256 = @Sha256", row) is null)
                return OfAnotherBank;
            return certificate;
        }, cancel);
    }

    /// <summary>Reads the register for each request; requests that wait for the database at the same time share a read.</summary>
    /// <returns>Null for a certificate that is unknown, withdrawn or out of its validity.</returns>
    public async Task<BankCode?> BankOfAsync(byte[] sha256, CancellationToken cancel) =>
        await banks.AskAsync(Convert.ToHexStringLower(sha256), cancel) is { } bank ? new BankCode(bank) : null;

    private static Task<Dictionary<string, string>> ReadAsync(Database database, string[] certificates) => database.WithoutTenantAsync(async work =>
    {
        var found = await work.QueryAsync<(byte[] Sha256, string Bank)>(
            "select sha256, bank_code from banks_of_registration_certificates(@presented, @now)",
            new { presented = certificates.Select(Convert.FromHexString).ToArray(), now = database.Time.GetUtcNow() });
        return found.ToDictionary(row => Convert.ToHexStringLower(row.Sha256), row => row.Bank);
    });

    /// <summary>From the next request on the certificate opens nothing.</summary>
    public Task WithdrawAsync(BankCode bank, byte[] sha256, CancellationToken cancel) =>
        database.InTenantAsync(bank.Value, async work =>
        {
            var now = database.Time.GetUtcNow();
            var withdrawn = await work.ExecuteAsync("""
                update registration_certificate set withdrawn_at = @now
                where bank_code = @Tenant and sha256 = @sha256 and withdrawn_at is null
                """, new { work.Tenant, sha256, now }) == 1;
            if (withdrawn)
                await Act.RecordAsync(work, ActKind.BankWithdrawn, AboutOf(bank, sha256), by, now);
        }, cancel);

    private static string AboutOf(BankCode bank, byte[] sha256) => $"bank {bank} {Convert.ToHexStringLower(sha256)}";

    [LoggerMessage(3021, LogLevel.Information, "Bank {Bank} is known by registration certificate {Sha256}.")]
    private static partial void Admitted(ILogger log, string bank, string sha256);
}
