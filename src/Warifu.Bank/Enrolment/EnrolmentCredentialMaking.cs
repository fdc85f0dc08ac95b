using System.Security.Cryptography;
using Warifu.Bank.Certificates;
using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Enrolment;

/// <param name="Secret">Shown once; only its hash is kept.</param>
public sealed record NewEnrolmentCredential(string LoginId, string Secret, DateTimeOffset ExpiresAt);

/// <summary>The bank makes a one-time enrolment credential for a user; its door opens again, as after a help desk's visit.</summary>
internal sealed class EnrolmentCredentialMaking(Database database, Passwords passwords)
{
    // 32 letters and digits that nobody takes for one another: five bits each, 100 in all.
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int Groups = 4;
    private const int GroupLength = 5;

    public Task<Outcome<NewEnrolmentCredential>> RunAsync(BankProfile profile, string loginId, CancellationToken cancel)
    {
        var secret = string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Alphabet, GroupLength)));
        var hash = passwords.Hash(secret);
        return database.InTenantAsync<Outcome<NewEnrolmentCredential>>(profile.Code.Value, async work =>
        {
            var now = database.Time.GetUtcNow();
            if (await EnrollingUser.FindAsync(work, loginId) is not { } user)
                return EnrolmentRefusals.UserUnknown;
            await user.LockAsync(work);
            if (user.Standing != "active")
                return SignInRefusals.UserStopped;
            if ((await HeldCertificates.OfUserAsync(work, user.UserId, profile, now))!.State.Stands())
                return user.StillValid(profile);
            var expiresAt = now + profile.Certificate.CredentialLife;
            await work.ExecuteAsync("""
                insert into enrolment_credential (bank_code, user_id, request_key, secret_hash, made_at, expires_at)
                values (@Tenant, @UserId, @requestKey, @hash, @now, @expiresAt)
                on conflict (bank_code, user_id) do update
                set request_key = excluded.request_key, secret_hash = excluded.secret_hash, made_at = excluded.made_at, expires_at = excluded.expires_at
                """, new { work.Tenant, user.UserId, requestKey = Guid.CreateVersion7(now), hash, now, expiresAt });
            await Doors.ClearAsync(work, user.UserId, Door.Credential);
            await new HistoryEntry(user.ContractId, HistoryEntry.Staff, null).WriteAsync(work, Act.EnrolmentCredentialMade, loginId, now);
            return new NewEnrolmentCredential(loginId, secret, expiresAt);
        }, cancel);
    }
}
