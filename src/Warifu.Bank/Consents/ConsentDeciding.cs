using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Warifu.Bank.History;
using Warifu.Bank.Notices;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>
/// The user's answer.
/// 1. The consent is held: of two answers at once one counts. It is his, and the service still stands.
/// 2. Refused: that is written down, and nothing else.
/// 3. Allowed: the grant, what was shown, and a code that is good for a minute, in one unit of work with history and notice.
/// 4. The session of the consent ends, and the browser goes back to the service with 303 (FAPI 2.0, 5.3.2.2): no form is posted on.
/// </summary>
internal sealed partial class ConsentDeciding(Database database, Banks banks, UserNotices notices, ILogger<ConsentDeciding> log)
{
    /// <param name="text">What the page showed; null: refused.</param>
    /// <returns>Where the browser goes.</returns>
    public Task<Outcome<string>> RunAsync(Session session, Guid id, ConsentText? text, string issuer, string? from, CancellationToken cancel) =>
        database.InTenantAsync<Outcome<string>>(session.Bank, async work =>
        {
            var now = database.Time.GetUtcNow();
            var found = await OpenConsent.FindAsync(work, id, now, hold: true); // 1
            if (found.Refusal is { } gone)
                return gone;
            var (consent, client) = found.Value;
            if (consent.UserId != session.UserId)
                return ConsentRefusals.OtherUser;
            if (await found.Value.ForbidsAsync(work, session.ContractId) is { } forbidden)
                return forbidden;
            var entry = HistoryEntry.Of(session, from);
            var with = new { work.Tenant, id, now };
            if (text is null)
            {
                await work.ExecuteAsync( // 2
                    "update consent set decision = 'refused', decided_at = @now where bank_code = @Tenant and consent_id = @id", with);
                await entry.WriteAsync(work, Act.LinkRefused, client.ClientId, now);
                return await EndAsync(work, session, consent, new() { ["error"] = "access_denied", ["iss"] = issuer, ["state"] = consent.State }, now);
            }
            var grant = await GiveAsync(work, session, consent, now); // 3
            if (grant.Refusal is { } refusal)
                return refusal;
            var code = Consent.NewSecret();
            await work.ExecuteAsync("""
                update consent set decision = 'allowed', decided_at = @now, shown = @shown, shown_sha256 = @Sha256, shown_language = @Language,
                  grant_id = @grant, code_sha256 = @code, code_until = @until
                where bank_code = @Tenant and consent_id = @id
                """, new
            {
                work.Tenant,
                id,
                now,
                shown = $"{text}",
                text.Sha256,
                text.Language,
                grant = grant.Value,
                code = Consent.HashOf(code),
                until = now + Consent.CodeLife,
            });
            await entry.WriteAsync(work, Act.LinkAllowed, $"{client.ClientId} {grant.Value}", now);
            await notices.TellAsync(work, session.UserId, NoticeKind.LinkAllowed, client.Name.Ja, now);
            Allowed(log, session.Bank, session.UserId, client.ClientId);
            return await EndAsync(work, session, consent, new() { ["code"] = code, ["iss"] = issuer, ["state"] = consent.State }, now);
        }, cancel);

    /// <summary>A new grant, or the same one under new terms: its tokens go on without a gap.</summary>
    private async Task<Outcome<Guid>> GiveAsync(Work work, Session session, Consent consent, DateTimeOffset now)
    {
        var accounts = (await InquiryAccounts.OfAsync(work, session.ContractId)).Where(account => account.IsRegistered).Select(account => $"{account.Key}").ToArray();
        if (accounts.Length == 0)
            return ConsentRefusals.NoAccount;
        if (consent.Wanted.Count == 0)
            return ConsentRefusals.NothingChosen;
        var with = new
        {
            work.Tenant,
            id = consent.Replaces ?? Guid.CreateVersion7(now),
            consent.ClientId,
            session.UserId,
            session.ContractId,
            details = AuthorizationDetails.Write(consent.Wanted),
            accounts,
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

    private static async Task<string> EndAsync(Work work, Session session, Consent consent, Dictionary<string, string?> answer, DateTimeOffset now) // 4
    {
        await work.ExecuteAsync(
            "update bank_session set ended_at = @now, end_reason = 'signed-out' where bank_code = @Tenant and session_sha256 = @Key and ended_at is null",
            new { work.Tenant, session.Key, now });
        return QueryHelpers.AddQueryString(consent.RedirectUri, answer.Where(part => part.Value is not null));
    }

    [LoggerMessage(2603, LogLevel.Information, "User {User} of bank {Bank} allowed a link to {Client}.")]
    private static partial void Allowed(ILogger log, string bank, Guid user, string client);
}
