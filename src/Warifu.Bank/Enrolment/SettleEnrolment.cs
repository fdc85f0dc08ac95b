using System.Net.Http.Json;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Bank.Enrolment;

/// <summary>
/// Settles an enrolment or renewal that was left half-way and given up. The Authority may have issued for it
/// without the bank ever hearing: asked again it answers that certificate, which is then revoked there. The bank's
/// register never has it, so it opens nothing here in any case.
/// </summary>
internal sealed class SettleEnrolment(Database database, Banks banks, RegistrationAuthority authority) : IJobHandler
{
    private const string JobKind = "settle-enrolment";

    public string Kind => JobKind;

    /// <summary>In the unit of work that gives the enrolment up.</summary>
    public static Task AskAsync(Work work, JobQueue jobs, Guid requestKey, DateTimeOffset now) =>
        jobs.AskAsync(work, JobKind, $"{work.Tenant}:{requestKey}", $"{work.Tenant}:{requestKey}", now);

    public async Task DoAsync(Job job, CancellationToken cancel)
    {
        var parts = job.Payload.Split(':');
        var (bank, requestKey) = (parts[0], Guid.Parse(parts[1]));
        var intent = await database.InTenantAsync(bank, work => EnrolmentIntent.FindAsync(work, requestKey), cancel);
        var issued = await authority.IssueAsync(bank, intent!, cancel);
        if (issued.Refusal is { } refusal)
        {
            if (refusal.Code == EnrolmentRefusals.AuthorityRefused.Code)
                return;
            throw new RefusedException(refusal);
        }
        using var answer = await banks.Of(bank).Registration.PostAsJsonAsync(
            RegistrationWire.Revocation(issued.Value.Serial), new RevokeRequest(RevocationReason.CessationOfOperation), WireJson.Options, cancel);
        answer.EnsureSuccessStatusCode();
    }
}
