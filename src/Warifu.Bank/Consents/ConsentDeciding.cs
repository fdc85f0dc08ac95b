using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Warifu.Bank.History;
using Warifu.Bank.Notices;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>Whose answer it is, to which consent, and where he gives it.</summary>
/// <param name="Issuer">Which the service is told with it (RFC 9207).</param>
/// <param name="From">The client's address.</param>
internal sealed record Answering(Session Session, Guid Consent, string Issuer, string? From);

/// <summary>
/// The user's answer.
/// 1. The consent is held: of two answers at once one counts. It is his, and the service still stands.
/// 2. Refused: that is written down, and nothing else.
/// 3. Allowed: what the page would say now is what it said when he read it; nobody allows what he has not seen.
/// 4. The grant, what was shown, and a code that is good for a minute, in the same unit of work with history and notice.
/// 5. The session of the consent ends, and the browser goes back to the service with 303 (FAPI 2.0, 5.3.2.2): no form is posted on.
/// </summary>
internal sealed partial class ConsentDeciding(Database database, Banks banks, UserNotices notices, ILogger<ConsentDeciding> log)
{
    /// <returns>Where the browser goes.</returns>
    public Task<Outcome<string>> RefuseAsync(Answering answer, CancellationToken cancel) => InConsentAsync(answer, async (work, open, now) =>
    {
        await work.ExecuteAsync( // 2
            "update consent set decision = 'refused', decided_at = @now where bank_code = @Tenant and consent_id = @Consent", new { work.Tenant, answer.Consent, now });
        await HistoryEntry.Of(answer.Session, answer.From).WriteAsync(work, Act.LinkRefused, open.Client.ClientId, now);
        return await EndAsync(work, answer, open.Consent, new() { ["error"] = "access_denied" }, now);
    }, cancel);

    /// <param name="shown">Fingerprint of what the page said.</param>
    /// <param name="translation">In whose language it is said.</param>
    /// <inheritdoc cref="RefuseAsync"/>
    public Task<Outcome<string>> AllowAsync(Answering answer, string? shown, Translation translation, CancellationToken cancel) => InConsentAsync(answer, async (work, open, now) =>
    {
        var session = answer.Session;
        var offered = await OfferedGrant.OfAsync(work, session, open, banks.Of(session.Bank).Profile, translation, now); // 3
        if (offered.Refusal is { } notThere)
            return notThere;
        var text = offered.Value.Text;
        if (shown != text.Fingerprint)
            return ConsentRefusals.ShownOther;
        var grant = await GiveAsync(work, session, open.Consent, offered.Value, now); // 4
        if (grant.Refusal is { } refusal)
            return refusal;
        var code = Consent.NewSecret();
        await work.ExecuteAsync("""
            update consent set decision = 'allowed', decided_at = @now, shown = @shown, shown_sha256 = @Sha256, shown_language = @Language,
              grant_id = @grant, code_sha256 = @code, code_until = @until
            where bank_code = @Tenant and consent_id = @Consent
            """, new
        {
            work.Tenant,
            answer.Consent,
            now,
            shown = $"{text}",
            text.Sha256,
            text.Language,
            grant = grant.Value,
            code = Consent.HashOf(code),
            until = now + Consent.CodeLife,
        });
        await HistoryEntry.Of(session, answer.From).WriteAsync(work, Act.LinkAllowed, $"{open.Client.ClientId} {grant.Value}", now);
        await notices.TellAsync(work, session.UserId, NoticeKind.LinkAllowed, open.Client.Name.Ja, now);
        Allowed(log, session.Bank, session.UserId, open.Client.ClientId);
        return await EndAsync(work, answer, open.Consent, new() { ["code"] = code }, now);
    }, cancel);

    private Task<Outcome<string>> InConsentAsync(Answering answer, Func<Work, OpenConsent, DateTimeOffset, Task<Outcome<string>>> act, CancellationToken cancel) =>
        database.InTenantAsync<Outcome<string>>(answer.Session.Bank, async work =>
        {
            var now = database.Time.GetUtcNow();
            var found = await OpenConsent.FindAsync(work, answer.Consent, now, hold: true); // 1
            if (found.Refusal is { } gone)
                return gone;
            if (found.Value.Consent.UserId != answer.Session.UserId)
                return ConsentRefusals.OtherUser;
            if (await found.Value.ForbidsAsync(work, answer.Session.ContractId) is { } forbidden)
                return forbidden;
            return await act(work, found.Value, now);
        }, cancel);

    /// <summary>A new grant, or the same one under new terms: its tokens go on without a gap.</summary>
    private async Task<Outcome<Guid>> GiveAsync(Work work, Session session, Consent consent, OfferedGrant offered, DateTimeOffset now)
    {
        var with = new
        {
            work.Tenant,
            id = consent.Replaces ?? Guid.CreateVersion7(now),
            consent.ClientId,
            session.UserId,
            session.ContractId,
            details = AuthorizationDetails.Write(offered.Details),
            accounts = offered.Accounts.Select(account => $"{account.Key}").ToArray(),
            now,
            ends = now + banks.Of(session.Bank).Profile.ApiLink!.Life,
        };
        var given = consent.Replaces is null
            ? await work.ExecuteAsync("""
                insert into api_grant (bank_code, grant_id, client_id, user_id, contract_id, details, accounts, given_at, ends_at)
                values (@Tenant, @id, @ClientId, @UserId, @ContractId, @details, @accounts, @now, @ends)
                """, with)
            : await work.ExecuteAsync("""
                update api_grant set details = @details, accounts = @accounts, ends_at = @ends
                where bank_code = @Tenant and grant_id = @id and client_id = @ClientId and user_id = @UserId and ended_at is null
                """, with);
        return given == 1 ? with.id : ConsentRefusals.GrantOfAnother;
    }

    private static async Task<string> EndAsync(Work work, Answering answer, Consent consent, Dictionary<string, string?> said, DateTimeOffset now) // 5
    {
        await work.ExecuteAsync(
            "update bank_session set ended_at = @now, end_reason = 'signed-out' where bank_code = @Tenant and session_sha256 = @Key and ended_at is null",
            new { work.Tenant, answer.Session.Key, now });
        (said["iss"], said["state"]) = (answer.Issuer, consent.State);
        return QueryHelpers.AddQueryString(consent.RedirectUri, said.Where(part => part.Value is not null));
    }

    [LoggerMessage(2603, LogLevel.Information, "User {User} of bank {Bank} allowed a link to {Client}.")]
    private static partial void Allowed(ILogger log, string bank, Guid user, string client);
}
