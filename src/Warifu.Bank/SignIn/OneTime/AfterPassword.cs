using Warifu.Bank.History;
using Warifu.Bank.Notices;
using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.SignIn.OneTime;

/// <param name="Cookie">Of the session, or of the step at which a one-time password is asked.</param>
internal sealed record Entered(string Cookie, bool OneTimeAsked);

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
        if (!await IsAskedAsync(work, policy.Asked, entrant.UserId, entry.From))
            return new Entered(await start.BeginAsync(work, entrant, entry, now), OneTimeAsked: false);
        var ways = await OneTimeWays.OfAsync(work, policy, entrant.UserId);
        if (ways.IsNone)
            return OneTimeRefusals.NoWay;
        var cookie = SessionCookie.NewValue();
        var step = SessionCookie.KeyOf(cookie);
        await work.ExecuteAsync(
            "insert into sign_in_step (bank_code, step_sha256, user_id, certificate_sha256, begun_at) values (@Tenant, @step, @UserId, @Certificate, @now)",
            new { work.Tenant, step, entrant.UserId, entrant.Certificate, now });
        if (!ways.Authenticator)
            _ = await codes.SendAsync(work, ways.Reader!, step, OneTimeSignIn.MailedFor, OneTimeSignIn.MailSubject, policy.Life, now);
        return new Entered(cookie, OneTimeAsked: true);
    }

    private static async Task<bool> IsAskedAsync(Work work, OneTimeAsked asked, Guid user, string? from) => asked switch
    {
        OneTimeAsked.Never => false,
        OneTimeAsked.Always => true,
        OneTimeAsked.NewPlace => await work.SingleAsync<bool>("""
            select count(*) > 0 and not bool_or(network = @network) from known_place where bank_code = @Tenant and user_id = @user
            """, new { work.Tenant, user, network = ClientNetwork.Of(from) }),
        _ => throw new ArgumentOutOfRangeException(nameof(asked)),
    };
}

/// <summary>How one user can have a one-time password.</summary>
/// <param name="Reader">Null where none is mailed to him.</param>
internal sealed record OneTimeWays(bool Authenticator, MailReader? Reader)
{
    public bool IsNone => !Authenticator && Reader is null;

    public static async Task<OneTimeWays> OfAsync(Work work, OneTimePolicy policy, Guid user) => new(
        policy.Ways.Contains(OneTimeWay.Totp) && await Authenticators.IsRegisteredAsync(work, user),
        policy.Ways.Contains(OneTimeWay.Mail) ? await MailReader.FindAsync(work, user) : null);
}
