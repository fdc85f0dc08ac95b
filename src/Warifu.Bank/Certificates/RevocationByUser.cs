using Microsoft.Extensions.Logging;
using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Bank.Certificates;

/// <summary>
/// Revocation of a user's certificate (seed 003, BRSK018 to BRSK020).
/// 1. The actor may revoke it, and it stands.
/// 2. The try is booked, then the confirmation password is looked at.
/// 3. In one unit of work: the register row changes, which counts from its commit on; it is recorded; the Authority is to be told.
/// 4. A job tells the Authority until it has acknowledged (<see cref="SendRevocation"/>).
/// </summary>
internal sealed partial class RevocationByUser(
    Database database, Banks banks, Confirmation confirming, JobQueue jobs, ILogger<RevocationByUser> log)
{
    /// <summary>What a user gives as the reason by this page: the certificate is to be replaced (seed 003, PC の変更).</summary>
    private const RevocationReason Reason = RevocationReason.Superseded;

    /// <summary>Whether a user may revoke another's, or his own; null when he may.</summary>
    public static Refusal? Forbids(Session actor, HeldCertificate held) =>
        held.ContractId != actor.ContractId ? SignInRefusals.NotAllowed
        : held.Kind.RevokedByStaffOnly ? RevocationRefusals.ByStaffOnly
        : !actor.May(held.UserId == actor.UserId ? Right.RevokeOwnCertificate : Right.RevokeCertificates) ? SignInRefusals.NotAllowed
        : !held.State.Stands() ? RevocationRefusals.NothingToRevoke
        : null;

    /// <param name="serial">What the actor saw and confirmed; another certificate in its place is not revoked.</param>
    public async Task<Outcome<HeldCertificate>> RunAsync(
        Session actor, Guid user, string serial, string confirmation, string? from, CancellationToken cancel)
    {
        var entry = HistoryEntry.Of(actor, from);
        var found = await FindAsync(actor, user, serial, cancel); // 1
        if (found.Refusal is { } refusal)
            return refusal;
        if (await confirming.AskAsync(actor, confirmation, from, cancel) is { } unconfirmed) // 2
            return unconfirmed;
        Revoking(log, actor.Bank, actor.UserId, serial);
        return await database.InTenantAsync<Outcome<HeldCertificate>>(actor.Bank, async work => // 3
        {
            await Confirmation.ClearAsync(work, actor);
            return await RegisterRevocation.WriteAsync(work, jobs, found.Value, Reason, entry, database.Time.GetUtcNow()) ? found.Value : RevocationRefusals.NothingToRevoke;
        }, cancel);
    }

    private Task<Outcome<HeldCertificate>> FindAsync(Session actor, Guid user, string serial, CancellationToken cancel) =>
        database.InTenantAsync<Outcome<HeldCertificate>>(actor.Bank, async work =>
        {
            var held = await HeldCertificates.OfUserAsync(work, user, banks.Of(actor.Bank).Profile, database.Time.GetUtcNow());
            return held is null ? SignInRefusals.NotAllowed
                : Forbids(actor, held) is { } refusal ? refusal
                : held.Serial!.Hex != serial ? RevocationRefusals.NothingToRevoke
                : held;
        }, cancel);

    [LoggerMessage(2102, LogLevel.Information, "User {User} of bank {Bank} revokes the certificate {Serial}.")]
    private static partial void Revoking(ILogger log, string bank, Guid user, string serial);
}
