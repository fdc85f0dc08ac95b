using Warifu.Hub.Institutions;
using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Hub.Links;

/// <summary>The office's links as its agents see them.</summary>
internal static class LinksOfAgent
{
    public static async Task<IReadOnlyList<AgentLink>> ListAsync(Database database, string tenant, CancellationToken cancel)
    {
        var rows = await database.InTenantAsync(
            tenant,
            work => work.QueryAsync<Row>("select link_id, entry, bank_code, user_id, fetch_from, state, state_since, next_run_at from link order by registered_at"),
            cancel);
        return [.. rows.Select(row => new AgentLink(
            row.LinkId, new BankCode(row.BankCode), Catalogue.Standard.Find(row.Entry)!.Title, row.UserId, row.FetchFrom,
            Accounts: [], Enum.Parse<LinkState>(row.State), row.StateSince, row.NextRunAt))];
    }

    private sealed record Row(
        Guid LinkId, string Entry, string BankCode, string UserId, DateOnly? FetchFrom, string State, DateTimeOffset? StateSince, DateTimeOffset? NextRunAt);
}
