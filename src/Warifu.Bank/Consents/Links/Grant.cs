using Warifu.Bank.Consents.Tokens;
using Warifu.Postgres;

namespace Warifu.Bank.Consents.Links;

/// <summary>A link that a user gave: what a service may read of which accounts, until when.</summary>
internal sealed class Grant
{
    /// <summary>What a statement reads of a grant, from the tables of <see cref="Tables"/>; its moment is <c>@now</c>.</summary>
    public const string Columns = """
        g.grant_id, g.client_id, g.user_id, g.contract_id, u.login_id, g.details, g.accounts, g.given_at, g.ends_at, g.ended_at, u.standing as user_standing,
        c.sign_in_method = 'id' or exists (
          select 1 from certificate k where k.bank_code = g.bank_code and k.user_id = g.user_id and k.state = 'active' and k.not_after > @now) as awake
        """;

    public const string Tables = """
        api_grant g
        join customer_user u on u.bank_code = g.bank_code and u.user_id = g.user_id
        join contract c on c.bank_code = g.bank_code and c.contract_id = g.contract_id
        """;

    private IReadOnlyList<AuthorizationDetail>? allowed;

    public required Guid GrantId { get; init; }
    public required string ClientId { get; init; }
    public required Guid UserId { get; init; }
    public required string ContractId { get; init; }
    public required string LoginId { get; init; }
    public required string Details { get; init; }
    public required string[] Accounts { get; init; }
    public required DateTimeOffset GivenAt { get; init; }
    public required DateTimeOffset EndsAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public required string UserStanding { get; init; }

    /// <summary>Its user signs in by ID, or has a certificate that stands; otherwise the grant rests.</summary>
    public required bool Awake { get; init; }

    public IReadOnlyList<AuthorizationDetail> Allowed => allowed ??= AuthorizationDetails.Read(Details).Value;

    public bool StandsAt(DateTimeOffset now) => EndedAt is null && now < EndsAt && UserStanding != "deleted";

    /// <summary>In the order of the numbers: ended for good, then resting for a while.</summary>
    public Wire.Refusal? ForbidsAt(DateTimeOffset now) =>
        !StandsAt(now) ? GrantRefusals.Ended
        : UserStanding != "active" || !Awake ? GrantRefusals.Resting
        : null;

    public static Task<Grant?> FindAsync(Work work, Guid grant, string clientId, DateTimeOffset now) => work.SingleOrDefaultAsync<Grant>(
        $"select {Columns} from {Tables} where g.bank_code = @Tenant and g.grant_id = @grant and g.client_id = @clientId", new { work.Tenant, grant, clientId, now });

    /// <summary>Of this client, and not ended; it may rest.</summary>
    public static async Task<bool> StandsAsync(Work work, Guid grant, string clientId, DateTimeOffset now) =>
        (await FindAsync(work, grant, clientId, now))?.StandsAt(now) == true;
}
