using Warifu.Hub.Institutions;
using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Hub.Links;

/// <param name="Balance">Newest balance told by any window, in yen; null where none is known.</param>
internal sealed record LinkedAccount(AccountKey Account, string Name, decimal? Balance, int Lines);

/// <summary>One row of the 登録済一覧.</summary>
internal sealed record LinkItem(
    Guid LinkId, InstitutionEntry Entry, string UserId, DateTimeOffset RegisteredAt, DateTimeOffset? FetchedAt, LinkStanding Standing,
    IReadOnlyList<LinkedAccount> Accounts)
{
    /// <summary>123*****: the first three, and always five marks, so that the length tells nothing.</summary>
    public string MaskedId => UserId[..Math.Min(3, UserId.Length - 1)] + "*****";

    /// <summary>資産: yen total of the link's accounts.</summary>
    public decimal? Assets => Accounts.Any(account => account.Balance is not null) ? Accounts.Sum(account => account.Balance ?? 0) : null;
}

/// <param name="ByFile">Accounts that no link reaches.</param>
internal sealed record LinkList(IReadOnlyList<LinkItem> Links, IReadOnlyList<LinkedAccount> ByFile)
{
    public static Task<LinkList> ReadAsync(Database database, string tenant, CancellationToken cancel) =>
        database.InTenantAsync(tenant, async work =>
        {
            var links = await work.QueryAsync<LinkRow>("select * from link order by registered_at");
            var accounts = await work.QueryAsync<AccountRow>(
                """
                select k.link_id, a.account_key, a.name,
                  (select w.closing from statement_window w where w.office_id = a.office_id and w.account_key = a.account_key and w.closing is not null
                   order by w.to_day desc, w.fence desc limit 1) as balance,
                  (select count(*)::int from statement_line s where s.office_id = a.office_id and s.account_key = a.account_key) as lines
                from account a left join link_account k using (office_id, account_key) order by a.account_key
                """);
            var byLink = accounts.ToLookup(row => row.LinkId, row => new LinkedAccount(AccountKey.Parse(row.AccountKey), row.Name, row.Balance, row.Lines));
            return new LinkList(
                [.. links.Select(row => new LinkItem(
                    row.LinkId, Catalogue.Standard.Find(row.Entry)!, row.UserId, row.RegisteredAt, row.FetchedAt, row.Standing, [.. byLink[row.LinkId]]))],
                [.. byLink[null]]);
        }, cancel);

    /// <summary>The states of the links that reach an account.</summary>
    public static Task<IReadOnlyList<LinkRow>> OfAccountAsync(Work work, string accountKey) => work.QueryAsync<LinkRow>(
        "select l.* from link l join link_account k using (office_id, link_id) where k.account_key = @accountKey order by l.registered_at", new { accountKey });

    private sealed record AccountRow(Guid? LinkId, string AccountKey, string Name, decimal? Balance, int Lines);
}

/// <summary>A row of the table.</summary>
internal sealed class LinkRow
{
    public Guid LinkId { get; init; }

    public string Entry { get; init; } = "";

    public string UserId { get; init; } = "";

    public DateTimeOffset RegisteredAt { get; init; }

    public string State { get; init; } = "";

    public DateTimeOffset? StateSince { get; init; }

    public string? Code { get; init; }

    public string? ReasonJa { get; init; }

    public string? ReasonEn { get; init; }

    public DateTimeOffset? FetchedAt { get; init; }

    public DateTimeOffset? NextRunAt { get; init; }

    public LinkStanding Standing => new(
        Enum.Parse<LinkState>(State), StateSince, Code, ReasonJa is null ? null : new Phrase(ReasonJa, ReasonEn ?? ReasonJa), NextRunAt);
}
