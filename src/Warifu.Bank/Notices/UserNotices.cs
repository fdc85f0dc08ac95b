using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Notices;

/// <summary>One that the user has not seen yet.</summary>
internal sealed record Notice(Guid NoticeId, DateTimeOffset ToldAt, NoticeKind Kind, string? Detail)
{
    public Phrase What => NoticeWords.What(Kind, Detail);

    public Phrase WayOut => NoticeWords.WayOut(Kind);
}

/// <summary>Tells users what happened to their access, on the home page until they have seen it and by mail, in the unit of work of what happened.</summary>
internal sealed class UserNotices(Banks banks, Outbox outbox)
{
    /// <param name="detail">What it is about, such as a door's name; never a secret.</param>
    public async Task TellAsync(Work work, Guid user, NoticeKind kind, string? detail, DateTimeOffset now)
    {
        await work.ExecuteAsync(
            "insert into notice (bank_code, notice_id, user_id, kind, detail, told_at) values (@Tenant, @id, @user, @name, @detail, @now)",
            new { work.Tenant, id = Guid.CreateVersion7(now), user, name = NoticeWords.Name(kind), detail, now });
        if (await MailReader.FindAsync(work, user) is { } reader)
            await outbox.PutAsync(work, reader, NoticeWords.Name(kind),
                Letter.Of(banks.Of(work.Tenant!).Profile, reader, NoticeWords.What(kind, detail), [NoticeWords.WayOut(kind)], now), now);
    }

    /// <summary>The oldest first.</summary>
    public static async Task<IReadOnlyList<Notice>> UnseenAsync(Work work, Guid user) =>
        [.. (await work.QueryAsync<Row>("""
            select notice_id, told_at, kind, detail from notice
            where bank_code = @Tenant and user_id = @user and seen_at is null order by told_at, notice_id
            """, new { work.Tenant, user })).Select(row => new Notice(row.NoticeId, row.ToldAt, NoticeWords.Named(row.Kind), row.Detail))];

    /// <summary>Those up to a moment: what came since then was not on the page.</summary>
    public static Task SeenAsync(Work work, Guid user, Guid upTo, DateTimeOffset now) => work.ExecuteAsync("""
        update notice set seen_at = @now
        where bank_code = @Tenant and user_id = @user and seen_at is null
          and (told_at, notice_id) <= (select told_at, notice_id from notice where bank_code = @Tenant and user_id = @user and notice_id = @upTo)
        """, new { work.Tenant, user, upTo, now });

    private sealed record Row(Guid NoticeId, DateTimeOffset ToldAt, string Kind, string? Detail);
}
