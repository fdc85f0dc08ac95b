using Warifu.Bank.Clients;
using Warifu.Postgres;

namespace Warifu.Bank.Consents;

/// <summary>An access or refresh token with everything that decides whether it counts, read in one statement by its key.</summary>
internal sealed class TokenStanding
{
    public required string Kind { get; init; }
    public required Guid GrantId { get; init; }
    public required string ClientId { get; init; }
    public required string ClientStanding { get; init; }
    public required bool Sandbox { get; init; }
    public required string Sender { get; init; }
    public required string SenderKey { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public DateTimeOffset? EndsAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }
    public required string Details { get; init; }
    public required string[] Accounts { get; init; }
    public required DateTimeOffset GrantEndsAt { get; init; }
    public DateTimeOffset? GrantEndedAt { get; init; }
    public DateTimeOffset? UsedAt { get; init; }
    public required string ContractId { get; init; }
    public required string LoginId { get; init; }
    public required string UserStanding { get; init; }
    public required bool Awake { get; init; }

    public SenderConstraint Way => ClientWords.Sender(Sender)!.Value;

    public IReadOnlyList<AuthorizationDetail> Allowed => AuthorizationDetails.Read(Details).Value;

    /// <summary>The token, its client and its grant stand, and its user does; whether the sender has its key is another question.</summary>
    public bool CountsAt(DateTimeOffset now) =>
        RevokedAt is null && !(EndsAt <= now) && ClientStanding == "active" && GrantEndedAt is null && now < GrantEndsAt && UserStanding == "active" && Awake;

    public static Task<TokenStanding?> ReadAsync(Database database, string bank, string token, CancellationToken cancel) => database.ReadAsync<TokenStanding>(
        "select * from token_standing(@bank, @hash, @now)", new { bank, hash = Consent.HashOf(token), now = database.Time.GetUtcNow() }, cancel);
}
