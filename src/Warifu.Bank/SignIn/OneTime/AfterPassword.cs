using Warifu.Bank.History;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.SignIn.OneTime;

/// <param name="Cookie">Of the session, or of the step at which a one-time password is asked.</param>
internal sealed record Entered(string Cookie, bool OneTimeAsked)
{
    /// <summary>The session began, and with it: see <see cref="Begun"/>.</summary>
    public bool RenewalIsOpen { get; init; }

    /// <summary>Which the session was begun for.</summary>
    public Guid? Consent { get; init; }
}

/// <summary>
/// The login password was right: the session begins, unless the profile asks for a one-time password first. Who has an authenticator app
/// reads it there; to who has none it is mailed at once.
/// </summary>
internal sealed class AfterPassword(Banks banks, SessionStart start, MailedCodes codes)
{
    /// <summary>In the unit of work that clears the counter of wrong passwords.</summary>
    public async Task<Outcome<Entered>> GoOnAsync(Work work, Entrant entrant, HistoryEntry entry, DateTimeOffset now)
    {
        var policy = banks.Of(work.Tenant!).Profile.OneTime;
        if (!await OneTimeWays.AreAskedAsync(work, policy, entrant.UserId, entry.From))
        {
            var begun = await start.BeginAsync(work, entrant, entry, now);
            return new Entered(begun.Cookie, OneTimeAsked: false) { RenewalIsOpen = begun.RenewalIsOpen, Consent = begun.Consent };
        }
        var ways = await OneTimeWays.OfAsync(work, policy, entrant.UserId);
        if (ways.IsNone)
            return OneTimeRefusals.NoWay;
        var cookie = SessionCookie.NewValue();
        var step = SessionCookie.KeyOf(cookie);
        await work.ExecuteAsync(
            "insert into sign_in_step (bank_code, step_sha256, user_id, certificate_sha256, consent_id, begun_at) values (@Tenant, @step, @UserId, @Certificate, @Consent, @now)",
            new { work.Tenant, step, entrant.UserId, entrant.Certificate, entrant.Consent, now });
        if (!ways.Authenticator)
            _ = await codes.SendAsync(work, ways.Reader!, step, OneTimeSignIn.MailedFor, OneTimeSignIn.MailSubject, policy.Life, now);
        return new Entered(cookie, OneTimeAsked: true);
    }
}
