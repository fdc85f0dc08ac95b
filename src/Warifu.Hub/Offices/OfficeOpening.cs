using Microsoft.AspNetCore.Identity;
using Npgsql;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Hub.Offices;

/// <summary>Opens an office with its first member.</summary>
public static class OfficeOpening
{
    internal const int ShortestPassword = 12;

    internal static readonly PasswordHasher<object> Passwords = new();
    internal static readonly object Nobody = new();

    /// <param name="officeId">Made by the caller: opening the same office again changes nothing.</param>
    public static async Task<Outcome<Guid>> OpenAsync(
        Database database, Guid officeId, string officeName, string mail, string memberName, string password, CancellationToken cancel = default)
    {
        if (password.Length < ShortestPassword)
            return OfficeRefusals.PasswordTooShort;
        var hash = Passwords.HashPassword(Nobody, password);
        var now = database.Time.GetUtcNow();
        try
        {
            await database.InTenantAsync(officeId.ToString(), async work =>
            {
                var made = await work.ExecuteAsync(
                    "insert into office (office_id, name, opened_at) values (@officeId, @officeName, @now) on conflict do nothing",
                    new { officeId, officeName, now });
                if (made == 0)
                    return;
                await work.ExecuteAsync(
                    "insert into member (office_id, member_id, mail, name, password_hash) values (@officeId, @memberId, @mail, @memberName, @hash)",
                    new { officeId, memberId = Guid.CreateVersion7(now), mail = Address(mail), memberName, hash });
            }, cancel);
        }
        catch (PostgresException taken) when (taken is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "member" })
        {
            return OfficeRefusals.MailInUse;
        }

        return officeId;
    }

    /// <summary>The form in which addresses are compared.</summary>
    internal static string Address(string mail) => mail.Trim().ToLowerInvariant();
}
