using Warifu.Bank.Enrolment;
using Warifu.Bank.Enrolment.Programs;
using Warifu.Bank.History;
using Warifu.Bank.Notices;
using Warifu.Bank.SignIn;
using Warifu.Bank.SignIn.ById;
using Warifu.Postgres;
using Warifu.Postgres.Secrets;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Bank.Replacements;

/// <summary>
/// The new PC asks. It has no certificate, so trying passwords is slowed as where none is asked, and locks nothing.
/// 1. It is not too early for another try of this network, and at this ID.
/// 2. Login password; then, for a request that is new, a one-time password where one is asked.
/// 3. A certificate of the user stands, and somebody else of his company has one with which to approve.
/// 4. In one unit of work: an earlier request of his ends, this one is kept and recorded; he and the master are told.
/// The same request again tells how it stands.
/// </summary>
internal sealed class ReplacementAsking(
    Database database, Banks banks, ServerKey key, Passwords passwords, SlowDown slowing, ProgramAuthentication authentication, ReplacementNotices notices)
{
    private const int LongestName = 40;

    public async Task<Outcome<ReplacementStanding>> RunAsync(string bank, ReplacementRequest request, string? from, CancellationToken cancel)
    {
        if (banks.Of(bank).Profile.Certificate.ReplacementWait is null)
            return ReplacementRefusals.NotOffered;
        var pc = request.Pc.Trim();
        if (pc.Length is 0 or > LongestName || pc.Any(char.IsControl))
            return ReplacementRefusals.PcUnnamed;
        if (!await slowing.TakeAsync(bank, from, request.LoginId, cancel)) // 1
            return IdSignInRefusals.TooSoon;
        var user = await database.InTenantAsync(bank, work => EnrollingUser.FindAsync(work, request.LoginId), cancel);
        if (!passwords.Matches(user?.LoginPasswordHash, request.Password)) // 2
        {
            if (user is not null)
                await database.InTenantAsync(bank, work => Entry(user, from).WriteAsync(work, Act.EnrolmentFailed, EnrolmentRefusals.WrongLogin.Code, database.Time.GetUtcNow()), cancel);
            return EnrolmentRefusals.WrongLogin;
        }
        await database.InTenantAsync(bank, work => SlowDown.GiveBackAsync(work, from, request.LoginId), cancel);
        if (user!.Standing != "active")
            return SignInRefusals.UserStopped;
        var known = await database.InTenantAsync(bank, work => Replacement.FindAsync(work, request.RequestKey), cancel);
        if (known is not null)
            return known.UserId == user.UserId ? known.ToStanding(key, bank, database.Time.GetUtcNow()) : ReplacementRefusals.KeyReused;
        var given = await authentication.OneTimeAsync(bank, user, new(request.RequestKey, request.Password, request.OneTimePassword), Entry(user, from), cancel);
        if (given.Refusal is { } wanted)
            return wanted;
        return await database.InTenantAsync<Outcome<ReplacementStanding>>(bank, async work =>
        {
            await user.LockAsync(work);
            return await given.Value(work) is { } wrong ? wrong : await KeepAsync(work, user, request.RequestKey, pc, from);
        }, cancel);
    }

    /// <summary>How a request stands, for who waits and knows its key.</summary>
    public Task<Outcome<ReplacementStanding>> StandingAsync(string bank, Guid requestKey, CancellationToken cancel) =>
        database.InTenantAsync<Outcome<ReplacementStanding>>(bank, async work =>
            await Replacement.FindAsync(work, requestKey) is { } found ? found.ToStanding(key, bank, database.Time.GetUtcNow()) : ReplacementRefusals.Unknown, cancel);

    private async Task<Outcome<ReplacementStanding>> KeepAsync(Work work, EnrollingUser user, Guid requestKey, string pc, string? from)
    {
        var now = database.Time.GetUtcNow();
        if (await Replacement.StandingAsync(work, user.UserId, now) is null) // 3
            return ReplacementRefusals.NothingToReplace;
        if (!await HasColleagueAsync(work, user, now))
            return ReplacementRefusals.NobodyElse;
        await work.ExecuteAsync( // 4
            "update replacement set stopped_at = @now where bank_code = @Tenant and user_id = @UserId and stopped_at is null", new { work.Tenant, user.UserId, now });
        await work.ExecuteAsync("""
            insert into replacement (bank_code, request_key, user_id, pc, from_address, asked_at) values (@Tenant, @requestKey, @UserId, @pc, @from, @now)
            """, new { work.Tenant, requestKey, user.UserId, pc, from, now });
        var replacement = (await Replacement.FindAsync(work, requestKey))!;
        await Entry(user, from).WriteAsync(work, Act.ReplacementAsked, user.LoginId, now);
        await notices.TellAsync(work, replacement, NoticeKind.ReplacementAsked, now);
        return replacement.ToStanding(key, work.Tenant!, now);
    }

    private static Task<bool> HasColleagueAsync(Work work, EnrollingUser user, DateTimeOffset now) => work.SingleAsync<bool>("""
        select exists (
          select 1 from customer_user u join certificate c on c.bank_code = u.bank_code and c.user_id = u.user_id
          where u.bank_code = @Tenant and u.contract_id = @ContractId and u.user_id <> @UserId and u.standing = 'active'
            and c.state = 'active' and c.not_after > @now)
        """, new { work.Tenant, user.ContractId, user.UserId, now });

    private static HistoryEntry Entry(EnrollingUser user, string? from) => new(user.ContractId, user.LoginId, from);
}
