using Warifu.Bank.Clients;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Consents.Links;

/// <summary>A link as its user, who manages the users of his company, or the bank's staff see it.</summary>
internal sealed class GivenLink
{
    // A grant rests while its user has no certificate that stands, as each call decides.
    private const string Select = """
        select g.*, c.name_ja, c.name_en, c.company_ja, c.company_en, u.login_id, u.name as user_name,
          u.standing = 'active' and (k.sign_in_method = 'id' or exists (
            select 1 from certificate h where h.bank_code = g.bank_code and h.user_id = g.user_id and h.state = 'active' and h.not_after > @now)) as awake
        from api_grant g
        join api_client c on c.bank_code = g.bank_code and c.client_id = g.client_id
        join customer_user u on u.bank_code = g.bank_code and u.user_id = g.user_id
        join contract k on k.bank_code = g.bank_code and k.contract_id = g.contract_id
        where g.bank_code = @Tenant and g.contract_id = @ContractId and (u.standing <> 'deleted' or g.ended_at is not null)
        """;

    private const string Order = "order by g.ended_at is not null or g.ends_at <= @now, g.given_at desc";

    public required Guid GrantId { get; init; }
    public required string ClientId { get; init; }
    public required string NameJa { private get; init; }
    public required string NameEn { private get; init; }
    public required string CompanyJa { private get; init; }
    public required string CompanyEn { private get; init; }
    public required Guid UserId { get; init; }
    public required string LoginId { get; init; }
    public required string UserName { get; init; }
    public required string Details { private get; init; }
    public required string[] Accounts { private get; init; }
    public required DateTimeOffset GivenAt { get; init; }
    public required DateTimeOffset EndsAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? EndReason { private get; init; }
    public required bool Awake { private get; init; }

    /// <summary>Of the last call; null when there was none.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    public Phrase Service => new(NameJa, NameEn);

    public Phrase FullName => ClientWords.FullName(Service, new(CompanyJa, CompanyEn));

    public IReadOnlyList<AuthorizationDetail> Allowed => AuthorizationDetails.Read(Details).Value;

    public IEnumerable<Phrase> AccountWords => Accounts.Select(AccountKey.Parse).Select(account =>
    {
        var kind = Bank.Accounts.AccountWords.Of(account.Kind);
        return new Phrase($"{account.Branch} {kind.Ja} {account.Number}", $"{account.Branch} {kind.En} {account.Number}");
    });

    public bool StandsAt(DateTimeOffset now) => EndedAt is null && now < EndsAt;

    /// <summary>Its user has been told.</summary>
    public bool EndsSoonAt(DateTimeOffset now) => StandsAt(now) && EndsAt <= now.AddDays(LinkReminders.FirstLead);

    public bool RestsAt(DateTimeOffset now) => StandsAt(now) && !Awake;

    /// <summary>In one word, with its tone.</summary>
    public (Phrase Words, string Tone) StateAt(DateTimeOffset now) =>
        RestsAt(now) ? (new("休止中", "Resting"), "warn")
        : StandsAt(now) ? (new("連携中", "Linked"), "good")
        : EndedAt is null ? (new("期限切れ", "Expired"), "warn")
        : (new("解除済み", "Withdrawn"), "warn");

    /// <summary>Why and by whom it ended before its time; null when it did not.</summary>
    public Phrase? EndWords => EndReason is null ? null : GrantEnding.Words(GrantEnding.Named(EndReason));

    /// <summary>Those of the session's user, and of his company where he manages its users; those that stand first, the latest first.</summary>
    public static Task<IReadOnlyList<GivenLink>> OfAsync(Work work, Session session, DateTimeOffset now) => work.QueryAsync<GivenLink>(
        $"{Select} and (@all or g.user_id = @UserId) {Order}",
        new { work.Tenant, session.ContractId, session.UserId, all = session.May(Profiles.Right.ManageUsers), now });

    /// <summary>The one of those; null when it is not his to see.</summary>
    public static async Task<GivenLink?> FindAsync(Work work, Session session, Guid grant, DateTimeOffset now) =>
        (await OfAsync(work, session, now)).FirstOrDefault(link => link.GrantId == grant);

    /// <summary>All of a contract, as staff see them.</summary>
    public static Task<IReadOnlyList<GivenLink>> OfContractAsync(Work work, string? contractId, DateTimeOffset now) =>
        work.QueryAsync<GivenLink>($"{Select} {Order}", new { work.Tenant, contractId, now });
}
