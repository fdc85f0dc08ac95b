using Microsoft.Extensions.Logging;
using Warifu.Bank.History;
using Warifu.Bank.Notices;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Postgres.Secrets;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Bank.Replacements;

/// <summary>
/// A second certificate holder of the company approves a new PC, or he or its user stops it.
/// 1. The request is of his company and, to approve it, of another user.
/// 2. 確認用パスワード.
/// 3. In one unit of work, the user's row held: it still waits, the code is that on the new PC's screen; the cooling-off begins; it is
///    recorded; the user and the master are told.
/// </summary>
internal sealed partial class ReplacementDeciding(
    Database database, Banks banks, ServerKey key, Confirmation confirming, JobQueue jobs, ReplacementNotices notices, ILogger<ReplacementDeciding> log)
{
    /// <param name="code">As it was typed.</param>
    /// <returns>Null when it is approved.</returns>
    public async Task<Refusal?> ApproveAsync(Session actor, Guid requestKey, string code, string confirmation, string? from, CancellationToken cancel)
    {
        if (actor.Certificate is null || banks.Of(actor.Bank).Profile.Certificate.ReplacementWait is not { } wait)
            return ReplacementRefusals.NotOffered;
        var found = await database.InTenantAsync(actor.Bank, work => Replacement.FindAsync(work, requestKey), cancel); // 1
        if (found?.ContractId != actor.ContractId || found.UserId == actor.UserId)
            return SignInRefusals.NotAllowed;
        if (await confirming.AskAsync(actor, confirmation, from, cancel) is { } unconfirmed) // 2
            return unconfirmed;
        return await database.InTenantAsync<Refusal?>(actor.Bank, async work => // 3
        {
            var now = database.Time.GetUtcNow();
            await Confirmation.ClearAsync(work, actor);
            await LockAsync(work, found.UserId);
            var current = (await Replacement.FindAsync(work, requestKey))!;
            if (current.StateAt(now) != ReplacementState.Waiting)
                return ReplacementRefusals.Stale;
            if (Plain(code) != Plain(Replacement.CodeOf(key, actor.Bank, requestKey)))
            {
                await HistoryEntry.Of(actor, from).WriteAsync(work, Act.ReplacementCodeWrong, current.LoginId, now);
                return ReplacementRefusals.WrongCode;
            }
            await work.ExecuteAsync("""
                update replacement set approved_at = @now, approved_by = @UserId, opens_at = @opens where bank_code = @Tenant and request_key = @requestKey
                """, new { work.Tenant, requestKey, actor.UserId, now, opens = now + wait });
            await HistoryEntry.Of(actor, from).WriteAsync(work, Act.ReplacementApproved, current.LoginId, now);
            await notices.TellAsync(work, current, NoticeKind.ReplacementApproved, now);
            Approved(log, actor.Bank, actor.UserId, current.UserId);
            return null;
        }, cancel);
    }

    /// <summary>Anybody of the company with a session says no, as long as the certificate was not had; nothing is asked, since it only takes away.</summary>
    /// <returns>Null when it is stopped.</returns>
    public async Task<Refusal?> StopAsync(Session actor, Guid requestKey, string? from, CancellationToken cancel) =>
        await database.InTenantAsync<Refusal?>(actor.Bank, async work =>
        {
            var now = database.Time.GetUtcNow();
            if (await Replacement.FindAsync(work, requestKey) is not { } found || found.ContractId != actor.ContractId)
                return SignInRefusals.NotAllowed;
            await LockAsync(work, found.UserId);
            var current = (await Replacement.FindAsync(work, requestKey))!;
            if (current.StateAt(now) is not (ReplacementState.Waiting or ReplacementState.Approved or ReplacementState.Open))
                return ReplacementRefusals.Stale;
            await work.ExecuteAsync("update replacement set stopped_at = @now where bank_code = @Tenant and request_key = @requestKey", new { work.Tenant, requestKey, now });
            // One that is being issued at this moment comes to nothing.
            await Enrolment.EnrolmentIntent.GiveUpAllAsync(work, jobs, current.UserId, now);
            await HistoryEntry.Of(actor, from).WriteAsync(work, Act.ReplacementStopped, current.LoginId, now);
            await notices.TellAsync(work, current, NoticeKind.ReplacementStopped, now);
            return null;
        }, cancel);

    private static Task LockAsync(Work work, Guid user) =>
        work.ExecuteAsync("select 1 from customer_user where bank_code = @Tenant and user_id = @user for update", new { work.Tenant, user });

    // Full-width letters, small ones and spaces come from Japanese keyboards and from the telephone.
    private static string Plain(string typed) =>
        string.Concat(typed.Normalize(System.Text.NormalizationForm.FormKC).Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    [LoggerMessage(2231, LogLevel.Information, "User {Approver} of bank {Bank} approved a new PC of user {User}.")]
    private static partial void Approved(ILogger log, string bank, Guid approver, Guid user);
}
