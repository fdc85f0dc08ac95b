using Warifu.Bank.Clients;
using Warifu.Bank.Consents.Links;
using Warifu.Postgres;

namespace Warifu.Bank.Consents.Tokens;

/// <summary>An access or refresh token with everything that decides whether it counts, read in one statement by its key.</summary>
internal sealed class TokenStanding
{
    public required byte[] TokenSha256 { get; init; }
    public required string Kind { get; init; }
    public required Guid ConsentId { get; init; }
    public required string Sender { get; init; }
    public required string SenderKey { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public DateTimeOffset? TokenEndsAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }
    public required string ClientStanding { get; init; }

    public Grant Grant { get; private set; } = null!;

    public SenderConstraint Way => ClientWords.Sender(Sender)!.Value;

    /// <summary>The token, its client and its grant stand, and its user does; whether the sender has its key is another question.</summary>
    public bool CountsAt(DateTimeOffset now) =>
        RevokedAt is null && !(TokenEndsAt <= now) && ClientStanding == "active" && Grant.ForbidsAt(now) is null;

    /// <summary>Those of some tokens.</summary>
    /// <param name="hashes">SHA-256 of each, in hex.</param>
    public static async Task<Dictionary<string, TokenStanding>> ReadAsync(Database database, string bank, string[] hashes)
    {
        var found = await database.ReadInTenantAsync<TokenStanding, Grant, TokenStanding>(
            $"""
            select t.token_sha256, t.kind, t.consent_id, t.sender, t.sender_key, t.made_at, t.ends_at as token_ends_at, t.revoked_at, a.standing as client_standing, {Grant.Columns}
            from unnest(@tokens) shown (token_sha256)
            join api_token t on t.bank_code = @Tenant and t.token_sha256 = shown.token_sha256
            join ({Grant.Tables}) on g.bank_code = t.bank_code and g.grant_id = t.grant_id
            join api_client a on a.bank_code = g.bank_code and a.client_id = g.client_id
            """,
            new { Tenant = bank, tokens = hashes.Select(Convert.FromHexString).ToArray(), now = database.Time.GetUtcNow() },
            (token, grant) =>
            {
                token.Grant = grant;
                return token;
            },
            splitOn: "grant_id");
        return found.ToDictionary(token => Convert.ToHexStringLower(token.TokenSha256), StringComparer.Ordinal);
    }
}
