using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>A link as its user, or who manages the users of his company, sees it.</summary>
/// <param name="UsedAt">Of the last call; null when there was none.</param>
internal sealed record GivenLink(
    Guid GrantId, string ClientId, Phrase Service, Phrase Company, Guid UserId, string LoginId, string UserName, IReadOnlyList<AuthorizationDetail> Allowed,
    IReadOnlyList<AccountKey> Accounts, DateTimeOffset GivenAt, DateTimeOffset EndsAt, DateTimeOffset? EndedAt, DateTimeOffset? UsedAt)
{
    public bool StandsAt(DateTimeOffset now) => EndedAt is null && now < EndsAt;

    public IEnumerable<Phrase> AccountWords => Accounts.Select(account =>
    {
        var kind = Bank.Accounts.AccountWords.Of(account.Kind);
        return new Phrase($"{account.Branch} {kind.Ja} {account.Number}", $"{account.Branch} {kind.En} {account.Number}");
    });

    /// <summary>Those of the session's user, and of his company where he manages its users; those that stand first, the latest first.</summary>
    public static async Task<IReadOnlyList<GivenLink>> OfAsync(Work work, Session session, DateTimeOffset now)
    {
        var rows = await work.QueryAsync<Row>("""
            select g.grant_id, g.client_id, c.name_ja, c.name_en, c.company_ja, c.company_en, g.user_id, u.login_id, u.name as user_name, g.details, g.accounts,
              g.given_at, g.ends_at, g.ended_at, g.used_at
            from api_grant g
            join api_client c on c.bank_code = g.bank_code and c.client_id = g.client_id
            join customer_user u on u.bank_code = g.bank_code and u.user_id = g.user_id
            where g.bank_code = @Tenant and g.contract_id = @ContractId and (@all or g.user_id = @UserId) and u.standing <> 'deleted'
            order by g.ended_at is not null or g.ends_at <= @now, g.given_at desc
            """, new { work.Tenant, session.ContractId, session.UserId, all = session.May(Profiles.Right.ManageUsers), now });
        return [.. rows.Select(row => row.Read())];
    }

    private sealed class Row
    {
        public required Guid GrantId { get; init; }
        public required string ClientId { get; init; }
        public required string NameJa { get; init; }
        public required string NameEn { get; init; }
        public required string CompanyJa { get; init; }
        public required string CompanyEn { get; init; }
        public required Guid UserId { get; init; }
        public required string LoginId { get; init; }
        public required string UserName { get; init; }
        public required string Details { get; init; }
        public required string[] Accounts { get; init; }
        public required DateTimeOffset GivenAt { get; init; }
        public required DateTimeOffset EndsAt { get; init; }
        public DateTimeOffset? EndedAt { get; init; }
        public DateTimeOffset? UsedAt { get; init; }

        public GivenLink Read() => new(
            GrantId, ClientId, new(NameJa, NameEn), new(CompanyJa, CompanyEn), UserId, LoginId, UserName, AuthorizationDetails.Read(Details).Value,
            [.. Accounts.Select(AccountKey.Parse)], GivenAt, EndsAt, EndedAt, UsedAt);
    }
}
