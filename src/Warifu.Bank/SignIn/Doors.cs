using Warifu.Postgres;

namespace Warifu.Bank.SignIn;

/// <summary>
/// The doors at which a user can be asked for a secret; each counts for itself, so that locking one leaves the others
/// open. Confirmation stands inside a session and guards an act; the others lead in from outside.
/// </summary>
internal enum Door
{
    Certificate,
    Id,
    Enrolment,
    Confirmation,
    Credential,
    Mailed,
    OneTime,
    LoginId,
}

/// <summary>
/// Counts wrong tries. A try is booked, and committed, before the secret is looked at, and cleared when it was right:
/// however many come at once, no more than the allowed number of wrong secrets is ever compared.
/// </summary>
internal sealed class Doors(Database database)
{
    /// <returns>False when the door is locked.</returns>
    public async Task<bool> BookAsync(string bank, Guid user, Door door, int tries, CancellationToken cancel) =>
        await database.InTenantAsync(bank, work => work.SingleOrDefaultAsync<int?>("""
            update lock_counter set failures = failures + 1, tried_at = @now
            where bank_code = @bank and user_id = @user and door = @name and failures < @tries
            returning failures
            """, new { bank, user, name = DoorWords.Name(door), tries, now = database.Time.GetUtcNow() }), cancel) is not null;

    /// <summary>Within the unit of work that lets the user in.</summary>
    public static Task ClearAsync(Work work, Guid user, Door door) => work.ExecuteAsync(
        "update lock_counter set failures = 0, locked_at = null where bank_code = @Tenant and user_id = @user and door = @name",
        new { work.Tenant, user, name = DoorWords.Name(door) });

    /// <summary>Every user has all doors from the start.</summary>
    public static Task MakeAsync(Work work, Guid user) => work.ExecuteAsync(
        "insert into lock_counter (bank_code, user_id, door) select @Tenant, @user, unnest(@names)",
        new { work.Tenant, user, names = Enum.GetValues<Door>().Select(DoorWords.Name).ToArray() });
}
