using System.Security.Cryptography;
using System.Text;
using Warifu.Bank.History;
using Warifu.Bank.Notices;
using Warifu.Postgres;
using Warifu.Postgres.Secrets;

namespace Warifu.Bank.SignIn.OneTime;

/// <summary>
/// The authenticator apps of users. A secret is offered, shown, and taken only when the app has proven that it has it; until then
/// whatever was registered before stays. A password counts once, on whatever node.
/// </summary>
internal sealed class Authenticators(ServerKey key, UserNotices notices)
{
    private const string Table = "authenticator";

    public static Task<bool> IsRegisteredAsync(Work work, Guid user) => work.SingleAsync<bool>(
        "select exists (select 1 from authenticator where bank_code = @Tenant and user_id = @user and secret is not null)", new { work.Tenant, user });

    /// <returns>The secret to show.</returns>
    public async Task<byte[]> OfferAsync(Work work, Guid user)
    {
        var secret = RandomNumberGenerator.GetBytes(Totp.SecretBytes);
        await work.ExecuteAsync("""
            insert into authenticator (bank_code, user_id, offered) values (@Tenant, @user, @offered)
            on conflict (bank_code, user_id) do update set offered = excluded.offered
            """, new { work.Tenant, user, offered = key.Seal(Table, work.Tenant!, $"{user}", secret) });
        return secret;
    }

    /// <returns>The secret that was offered and not proven; null when there is none.</returns>
    public async Task<byte[]?> OfferedAsync(Work work, Guid user) =>
        Open(work, user, await work.SingleOrDefaultAsync<byte[]?>(
            "select offered from authenticator where bank_code = @Tenant and user_id = @user", new { work.Tenant, user }));

    /// <returns>Whether the app has shown that it holds what was offered.</returns>
    public async Task<bool> RegisterAsync(Work work, HistoryEntry entry, Guid user, string typed, DateTimeOffset now)
    {
        var row = await work.SingleOrDefaultAsync<byte[]?>(
            "select offered from authenticator where bank_code = @Tenant and user_id = @user for update", new { work.Tenant, user });
        if (Open(work, user, row) is not { } secret || Totp.Matches(secret, Plain(typed), now) is not { } step)
            return false;
        await work.ExecuteAsync("""
            update authenticator set secret = offered, offered = null, registered_at = @now, last_step = @step where bank_code = @Tenant and user_id = @user
            """, new { work.Tenant, user, now, step });
        await entry.WriteAsync(work, Act.AuthenticatorRegistered, detail: null, now);
        await notices.TellAsync(work, user, NoticeKind.AuthenticatorRegistered, detail: null, now);
        return true;
    }

    public async Task RemoveAsync(Work work, HistoryEntry entry, Guid user, DateTimeOffset now)
    {
        if (await work.ExecuteAsync(
            "update authenticator set secret = null, registered_at = null, offered = null where bank_code = @Tenant and user_id = @user and secret is not null",
            new { work.Tenant, user }) != 1)
            return;
        await entry.WriteAsync(work, Act.AuthenticatorRemoved, detail: null, now);
        await notices.TellAsync(work, user, NoticeKind.AuthenticatorRemoved, detail: null, now);
    }

    /// <summary>Looks at a password and uses it up.</summary>
    public async Task<bool> UseAsync(Work work, Guid user, string typed, DateTimeOffset now)
    {
        var row = await work.SingleOrDefaultAsync<byte[]?>(
            "select secret from authenticator where bank_code = @Tenant and user_id = @user", new { work.Tenant, user });
        return Open(work, user, row) is { } secret
            && Totp.Matches(secret, Plain(typed), now) is { } step
            && await work.ExecuteAsync(
                "update authenticator set last_step = @step where bank_code = @Tenant and user_id = @user and last_step < @step",
                new { work.Tenant, user, step }) == 1;
    }

    private byte[]? Open(Work work, Guid user, byte[]? @sealed) => @sealed is null ? null : key.Open(Table, work.Tenant!, $"{user}", @sealed);

    private static string Plain(string typed) => string.Concat(typed.Normalize(NormalizationForm.FormKC).Where(letter => !char.IsWhiteSpace(letter)));
}
