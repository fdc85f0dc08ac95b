using System.Net.Http.Json;
using Microsoft.Extensions.Logging;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Bank.Certificates;

/// <summary>Tells the Authority of a revocation that the bank's register already has, again and again until it has acknowledged.</summary>
internal sealed partial class SendRevocation(Database database, Banks banks, ILogger<SendRevocation> log) : IJobHandler
{
    public const string JobKind = "send-revocation";

    public string Kind => JobKind;

    public async Task DoAsync(Job job, CancellationToken cancel)
    {
        var parts = job.Payload.Split(':');
        var (bank, serial) = (parts[0], new SerialNumber(parts[1]));
        var reason = await database.InTenantAsync(bank, work => work.SingleAsync<string>(
            "select revocation_reason from certificate where bank_code = @Tenant and serial = @Hex", new { work.Tenant, serial.Hex }), cancel);
        using var answer = await banks.Of(bank).Registration.PostAsJsonAsync(
            RegistrationWire.Revocation(serial), new RevokeRequest(Enum.Parse<RevocationReason>(reason)), WireJson.Options, cancel);
        answer.EnsureSuccessStatusCode();
        await database.InTenantAsync(bank, work => work.ExecuteAsync(
            "update certificate set acknowledged_at = @now where bank_code = @Tenant and serial = @Hex",
            new { work.Tenant, serial.Hex, now = database.Time.GetUtcNow() }), cancel);
        Acknowledged(log, bank, serial);
    }

    [LoggerMessage(2101, LogLevel.Information, "The Authority has recorded the revocation of {Serial} of bank {Bank}.")]
    private static partial void Acknowledged(ILogger log, string bank, SerialNumber serial);
}
