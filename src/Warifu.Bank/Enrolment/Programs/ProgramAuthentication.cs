using Warifu.Bank.History;
using Warifu.Bank.SignIn;
using Warifu.Bank.SignIn.OneTime;
using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Bank.Enrolment.Programs;

/// <param name="RequestKey">Of the request it belongs to.</param>
/// <param name="OneTimePassword">Null when none was typed.</param>
internal sealed record Typed(Guid RequestKey, string Password, string? OneTimePassword);

/// <summary>
/// What a person gives in the program, whichever certificate he asks for: his login password, counted at the enrolment door and so apart
/// from sign-in; then a one-time password where the profile asks him for one, by the same rule as at sign-in.
/// </summary>
internal sealed class ProgramAuthentication(
    Database database, Banks banks, EnrolmentDoor door, Doors doors, Locking locking, Passwords passwords, MailedCodes codes, OneTimePasswords oneTime)
{
    /// <summary>What a mailed one is good for.</summary>
    public const string MailedFor = "certificate";

    private static readonly Phrase MailSubject = new("ワンタイムパスワード（電子証明書）", "One-time password (certificate)");

    /// <returns>Null when it is right and the user is not stopped.</returns>
    public Task<Refusal?> PasswordAsync(string bank, EnrollingUser user, string typed, HistoryEntry entry, CancellationToken cancel) => door.TryAsync(
        bank, user, entry, () => passwords.Matches(user.LoginPasswordHash, typed), EnrolmentRefusals.WrongLogin, EnrolmentRefusals.DoorLocked, cancel);

    /// <summary>After the password: says whether a one-time password is wanted, and mails one to who has no other way, or asks for it.</summary>
    public Task<Outcome<EnrolmentAuthentication>> OfferAsync(
        string bank, EnrollingUser user, Guid requestKey, bool byMail, string? from, CancellationToken cancel) => database.InTenantAsync<Outcome<EnrolmentAuthentication>>(bank, async work =>
    {
        var policy = banks.Of(bank).Profile.OneTime;
        var (now, holder) = (database.Time.GetUtcNow(), HolderOf(requestKey));
        var minutes = (int)policy.Life.TotalMinutes;
        if (!await IsAskedAsync(work, user, requestKey, from))
            return new EnrolmentAuthentication(OneTimePasswordNeeded: false, ByAuthenticator: false, ByMail: false, MailedTo: null, minutes);
        var ways = await OneTimeWays.OfAsync(work, policy, user.UserId);
        if (ways.IsNone)
            return OneTimeRefusals.NoWay;
        if (byMail && ways.Reader is null)
            return OneTimeRefusals.NoAddress;
        var underWay = await IsUnderWayAsync(work, holder, now);
        if (byMail || (!ways.Authenticator && !underWay))
        {
            if (await codes.SendAsync(work, ways.Reader!, holder, MailedFor, MailSubject, policy.Life, now) is { } notSent)
                return notSent;
            underWay = true;
        }
        return new EnrolmentAuthentication(OneTimePasswordNeeded: true, ways.Authenticator, ways.Reader is not null, underWay ? ways.Reader?.Masked : null, minutes);
    }, cancel);

    /// <summary>
    /// After the password: what must hold in the unit of work that commits what he asked for. Without a one-time password that is wanted, it
    /// is mailed and he is told so; a try is booked before anything is looked at.
    /// </summary>
    /// <returns>To be asked within that unit of work, the user's row held; null when it holds.</returns>
    public async Task<Outcome<Func<Work, Task<Refusal?>>>> OneTimeAsync(string bank, EnrollingUser user, Typed typed, HistoryEntry entry, CancellationToken cancel)
    {
        if (!await database.InTenantAsync(bank, work => IsAskedAsync(work, user, typed.RequestKey, entry.From), cancel))
            return (Func<Work, Task<Refusal?>>)(_ => Task.FromResult<Refusal?>(null));
        if (string.IsNullOrWhiteSpace(typed.OneTimePassword))
        {
            var offered = await OfferAsync(bank, user, typed.RequestKey, byMail: false, entry.From, cancel);
            return offered.Refusal ?? Needed(offered.Value);
        }
        if (!await doors.BookAsync(bank, user.UserId, Door.OneTime, banks.Of(bank).Profile.SignIn.Tries, cancel))
            return OneTimeRefusals.Locked;
        return (Func<Work, Task<Refusal?>>)(work => UseAsync(work, user, typed, entry));
    }

    private async Task<Refusal?> UseAsync(Work work, EnrollingUser user, Typed typed, HistoryEntry entry)
    {
        var now = database.Time.GetUtcNow();
        // The same request may have come twice at once: the first has used it up for both.
        if (!await IsTakenAsync(work, user, typed.RequestKey))
        {
            var ways = await OneTimeWays.OfAsync(work, banks.Of(work.Tenant!).Profile.OneTime, user.UserId);
            if (!await oneTime.UseAsync(work, ways, user.UserId, HolderOf(typed.RequestKey), MailedFor, typed.OneTimePassword!, now))
            {
                await locking.WrongAsync(work, entry, user.UserId, Door.OneTime, Act.OneTimeFailed, MailedFor, now);
                return OneTimeRefusals.Wrong;
            }
        }
        await Doors.ClearAsync(work, user.UserId, Door.OneTime);
        return null;
    }

    /// <summary>Not of a request whose intent stands: its one-time password is used up, and its answer is fetched with the login password.</summary>
    private async Task<bool> IsAskedAsync(Work work, EnrollingUser user, Guid requestKey, string? from) =>
        !await IsTakenAsync(work, user, requestKey)
        && await OneTimeWays.AreAskedAsync(work, banks.Of(work.Tenant!).Profile.OneTime, user.UserId, from);

    private static async Task<bool> IsTakenAsync(Work work, EnrollingUser user, Guid requestKey) =>
        (await EnrolmentIntent.FindAsync(work, requestKey))?.UserId == user.UserId;

    private static Task<bool> IsUnderWayAsync(Work work, byte[] holder, DateTimeOffset now) => work.SingleAsync<bool>("""
        select exists (select 1 from mailed_code where bank_code = @Tenant and holder_sha256 = @holder and act = @MailedFor and used_at is null and expires_at > @now)
        """, new { work.Tenant, holder, MailedFor, now });

    private static byte[] HolderOf(Guid requestKey) => SessionCookie.KeyOf($"{requestKey}");

    private static Refusal Needed(EnrolmentAuthentication offered) => EnrolmentRefusals.OneTimeNeeded with
    {
        Detail = offered.MailedTo is { } address
            ? new($"{address} へ送りました。{offered.Minutes} 分間、一度だけ使えます。", $"One was mailed to {address}; it counts for {offered.Minutes} minutes, once.")
            : new("認証アプリの 6 桁を入力します。", "Enter the six digits of the authenticator app."),
    };
}
