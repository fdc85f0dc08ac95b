using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.SignIn.OneTime;

/// <summary>The step at which somebody stands who has given the right login password.</summary>
/// <param name="StepSha256">Its key.</param>
/// <param name="Mailed">One was mailed for it.</param>
internal sealed record SignInStep(
    byte[] StepSha256, Guid UserId, string LoginId, string ContractId, string UserStanding, byte[]? CertificateSha256, Guid? ConsentId, DateTimeOffset BegunAt, DateTimeOffset? EndedAt, bool Mailed)
{
    public OneTimeWays Ways { get; init; } = new(Authenticator: false, Reader: null);

    public HistoryEntry Entry(string? from) => new(ContractId, LoginId, from) { Certificate = CertificateSha256 };
}

/// <summary>
/// Sign-in, second half: the one-time password.
/// 1. The step stands, on a connection with the same certificate, and that certificate and its user still do.
/// 2. The try is booked, behind a door of its own.
/// 3. In one unit of work: the password is looked at and used up, the step ends, the session begins.
/// </summary>
internal sealed class OneTimeSignIn(
    Database database, Banks banks, Doors doors, Locking locking, MailedCodes codes, OneTimePasswords passwords, SessionStart start)
{
    /// <summary>What a mailed one is good for.</summary>
    public const string MailedFor = "sign-in";

    public static readonly Phrase MailSubject = new("ワンタイムパスワード（ログイン）", "One-time password (sign-in)");

    // A person looks for a mail, or for his telephone.
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    /// <param name="cookie">The step's; null when there is none.</param>
    /// <param name="certificate">SHA-256 of the connection's; null when it gave none.</param>
    public async Task<Outcome<SignInStep>> FindAsync(string bank, string? cookie, byte[]? certificate, CancellationToken cancel)
    {
        if (cookie is null)
            return OneTimeRefusals.StepOver;
        var profile = banks.Of(bank).Profile;
        var step = await database.InTenantAsync(bank, work => ReadAsync(work, profile.OneTime, SessionCookie.KeyOf(cookie)), cancel);
        if (step is null || step.EndedAt is not null || database.Time.GetUtcNow() - step.BegunAt >= Life
            || !(step.CertificateSha256 ?? []).AsSpan().SequenceEqual(certificate ?? []))
            return OneTimeRefusals.StepOver;
        if (certificate is not null && (await CertificateHolder.FindAsync(database, profile, certificate, cancel)).Refusal is { } notStanding)
            return notStanding;
        return step.UserStanding == "active" ? step : SignInRefusals.UserStopped;
    }

    /// <summary>Mails another one.</summary>
    /// <returns>Null when it is on its way.</returns>
    public async Task<Refusal?> SendAsync(string bank, string? cookie, byte[]? certificate, CancellationToken cancel)
    {
        var found = await FindAsync(bank, cookie, certificate, cancel);
        if (found.Refusal is not null)
            return found.Refusal;
        if (found.Value.Ways.Reader is not { } reader)
            return OneTimeRefusals.NoAddress;
        return await database.InTenantAsync(bank, work => codes.SendAsync(
            work, reader, found.Value.StepSha256, MailedFor, MailSubject, banks.Of(bank).Profile.OneTime.Life, database.Time.GetUtcNow()), cancel);
    }

    public async Task<Outcome<Begun>> RunAsync(string bank, string? cookie, byte[]? certificate, string typed, string? from, CancellationToken cancel)
    {
        var found = await FindAsync(bank, cookie, certificate, cancel); // 1
        if (found.Refusal is { } refusal)
            return refusal;
        var step = found.Value;
        if (!await doors.BookAsync(bank, step.UserId, Door.OneTime, banks.Of(bank).Profile.SignIn.Tries, cancel)) // 2
            return OneTimeRefusals.Locked;
        return await database.InTenantAsync<Outcome<Begun>>(bank, async work => // 3
        {
            var now = database.Time.GetUtcNow();
            if (!await passwords.UseAsync(work, step.Ways, step.UserId, step.StepSha256, MailedFor, typed, now))
            {
                await locking.WrongAsync(work, step.Entry(from), step.UserId, Door.OneTime, Act.OneTimeFailed, null, now);
                return OneTimeRefusals.Wrong;
            }
            await Doors.ClearAsync(work, step.UserId, Door.OneTime);
            if (await work.ExecuteAsync(
                "update sign_in_step set ended_at = @now where bank_code = @Tenant and step_sha256 = @StepSha256 and ended_at is null",
                new { work.Tenant, step.StepSha256, now }) != 1)
                return OneTimeRefusals.StepOver;
            return await start.BeginAsync(work, new(step.UserId, step.CertificateSha256, step.ConsentId), step.Entry(from), now);
        }, cancel);
    }

    private static async Task<SignInStep?> ReadAsync(Work work, OneTimePolicy policy, byte[] key) =>
        await work.SingleOrDefaultAsync<SignInStep>("""
            select s.step_sha256, s.user_id, u.login_id, u.contract_id, u.standing as user_standing, s.certificate_sha256, s.consent_id, s.begun_at, s.ended_at,
              exists (select 1 from mailed_code m where m.bank_code = s.bank_code and m.holder_sha256 = s.step_sha256 and m.act = @MailedFor) as mailed
            from sign_in_step s join customer_user u on u.bank_code = s.bank_code and u.user_id = s.user_id
            where s.bank_code = @Tenant and s.step_sha256 = @key
            """, new { work.Tenant, key, MailedFor }) is { } step
            ? step with { Ways = await OneTimeWays.OfAsync(work, policy, step.UserId) }
            : null;
}
