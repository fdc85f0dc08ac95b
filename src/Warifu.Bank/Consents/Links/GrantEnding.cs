using Warifu.Bank.History;
using Warifu.Bank.Notices;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Consents.Links;

/// <summary>Why a link ended before its day.</summary>
internal enum GrantEnd
{
    /// <summary>By its user, or by who manages the users of his company.</summary>
    Withdrawn,

    /// <summary>Its service gave it back.</summary>
    ByClient,

    /// <summary>By the bank, on application form.</summary>
    ByStaff,

    /// <summary>The code that gave it came twice.</summary>
    CodeReused,

    UserDeleted,
}

/// <summary>Ends links. From the commit on each call is refused, on open connections too; the history has who ended it and why, and its user is told.</summary>
internal sealed class GrantEnding(UserNotices notices)
{
    /// <param name="actor">Who ends it.</param>
    /// <returns>False when it had ended before.</returns>
    public Task<bool> EndAsync(Work work, Guid grant, GrantEnd why, HistoryEntry actor, DateTimeOffset now) => EndAsync(work, grant, why, _ => actor, now);

    /// <summary>Its service does it, or by its doing; the history has it with its user.</summary>
    /// <inheritdoc cref="EndAsync(Work, Guid, GrantEnd, HistoryEntry, DateTimeOffset)"/>
    public Task<bool> EndByServiceAsync(Work work, Guid grant, GrantEnd why, string? from, DateTimeOffset now) =>
        EndAsync(work, grant, why, ended => new(ended.ContractId, ended.LoginId, from), now);

    /// <summary>All that one user gave.</summary>
    public async Task EndAllAsync(Work work, Guid user, GrantEnd why, HistoryEntry actor, DateTimeOffset now)
    {
        foreach (var grant in await work.QueryAsync<Guid>(
            "select grant_id from api_grant where bank_code = @Tenant and user_id = @user and ended_at is null and ends_at > @now order by given_at", new { work.Tenant, user, now }))
            await EndAsync(work, grant, why, actor, now);
    }

    public static string Name(GrantEnd why) => why switch
    {
        GrantEnd.Withdrawn => "withdrawn",
        GrantEnd.ByClient => "by-client",
        GrantEnd.ByStaff => "by-staff",
        GrantEnd.CodeReused => "code-reused",
        GrantEnd.UserDeleted => "user-deleted",
        _ => throw new ArgumentOutOfRangeException(nameof(why)),
    };

    /// <summary>As a row has it.</summary>
    public static GrantEnd Named(string reason) => Enum.GetValues<GrantEnd>().Single(why => Name(why) == reason);

    public static Phrase Words(GrantEnd why) => why switch
    {
        GrantEnd.Withdrawn => new("お客様による解除", "Withdrawn by the customer"),
        GrantEnd.ByClient => new("連携先サービスによる解除", "Given back by the service"),
        GrantEnd.ByStaff => new("書面のお申し出による解除", "Withdrawn by the bank on a written request"),
        GrantEnd.CodeReused => new("安全のための停止（認可コードが二度使われました）", "Stopped to be safe (its code was used twice)"),
        GrantEnd.UserDeleted => new("利用者の削除", "Its user was deleted"),
        _ => throw new ArgumentOutOfRangeException(nameof(why)),
    };

    private async Task<bool> EndAsync(Work work, Guid grant, GrantEnd why, Func<Ended, HistoryEntry> actor, DateTimeOffset now)
    {
        var reason = Name(why);
        if (await work.SingleOrDefaultAsync<Ended>("""
            update api_grant g set ended_at = @now, end_reason = @reason
            from api_client c, customer_user u
            where g.bank_code = @Tenant and g.grant_id = @grant and g.ended_at is null
              and c.bank_code = g.bank_code and c.client_id = g.client_id and u.bank_code = g.bank_code and u.user_id = g.user_id
            returning g.contract_id, g.user_id, u.login_id, c.client_id, c.name_ja
            """, new { work.Tenant, grant, reason, now }) is not { } ended)
            return false;
        await actor(ended).WriteAsync(work, Act.LinkWithdrawn, $"{ended.ClientId} {ended.LoginId} {grant} {reason}", now);
        await notices.TellAsync(work, ended.UserId, NoticeKind.LinkWithdrawn, ended.NameJa, now);
        return true;
    }

    private sealed record Ended(string ContractId, Guid UserId, string LoginId, string ClientId, string NameJa);
}
