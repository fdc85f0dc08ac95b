using Warifu.Bank.History;
using Warifu.Bank.Notices;
using Warifu.Postgres;

namespace Warifu.Bank.SignIn;

/// <summary>What follows a wrong secret: it is recorded, and the one that was the last allowed locks the door and tells the user so.</summary>
internal sealed class Locking(Banks banks, UserNotices notices)
{
    /// <param name="user">Whose door it is; the entry names the same user.</param>
    /// <param name="act">What failed.</param>
    public async Task WrongAsync(Work work, HistoryEntry entry, Guid user, Door door, Act act, string? detail, DateTimeOffset now)
    {
        await entry.WriteAsync(work, act, detail, now);
        var tries = banks.Of(work.Tenant!).Profile.SignIn.Tries;
        if (await work.ExecuteAsync("""
            update lock_counter set locked_at = @now
            where bank_code = @Tenant and user_id = @user and door = @name and failures >= @tries and locked_at is null
            """, new { work.Tenant, user, name = DoorWords.Name(door), tries, now }) != 1)
            return;
        await entry.WriteAsync(work, Act.DoorLocked, DoorWords.Name(door), now);
        await notices.TellAsync(work, user, NoticeKind.Locked, DoorWords.Name(door), now);
    }

    /// <summary>Opens a locked door again and tells the user so.</summary>
    /// <param name="entry">Who opens it, in the history of the user's contract.</param>
    /// <param name="loginId">The user's.</param>
    /// <returns>False when it was not locked.</returns>
    public async Task<bool> OpenAsync(Work work, HistoryEntry entry, Guid user, string loginId, Door door, DateTimeOffset now)
    {
        var tries = banks.Of(work.Tenant!).Profile.SignIn.Tries;
        if (await work.ExecuteAsync("""
            update lock_counter set failures = 0, locked_at = null where bank_code = @Tenant and user_id = @user and door = @name and failures >= @tries
            """, new { work.Tenant, user, name = DoorWords.Name(door), tries }) != 1)
            return false;
        await entry.WriteAsync(work, Act.DoorUnlocked, $"{loginId} {DoorWords.Name(door)}", now);
        await notices.TellAsync(work, user, NoticeKind.Unlocked, DoorWords.Name(door), now);
        return true;
    }
}
