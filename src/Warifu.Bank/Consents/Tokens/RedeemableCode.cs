using Warifu.Bank.Consents.Links;
using Warifu.Postgres;

namespace Warifu.Bank.Consents.Tokens;

/// <summary>A code as it was given, with its grant.</summary>
internal sealed class RedeemableCode
{
    public required byte[] CodeSha256 { get; init; }
    public required Guid ConsentId { get; init; }
    public required string RedirectUri { get; init; }
    public required string Challenge { get; init; }

    /// <summary>DPoP: thumbprint of the key that it is bound to.</summary>
    public string? SenderKey { get; init; }

    public required DateTimeOffset CodeUntil { get; init; }
    public DateTimeOffset? CodeUsedAt { get; init; }

    public Grant Grant { get; private set; } = null!;

    /// <summary>Those of some codes.</summary>
    /// <param name="hashes">SHA-256 of each, in hex.</param>
    public static async Task<Dictionary<string, RedeemableCode>> ReadAsync(Database database, string bank, string[] hashes)
    {
        var found = await database.ReadInTenantAsync<RedeemableCode, Grant, RedeemableCode>(
            $"""
            select o.code_sha256, o.consent_id, o.redirect_uri, o.challenge, o.sender_key, o.code_until, o.code_used_at, {Grant.Columns}
            from unnest(@codes) shown (code_sha256)
            join consent o on o.bank_code = @Tenant and o.code_sha256 = shown.code_sha256
            join ({Grant.Tables}) on g.bank_code = o.bank_code and g.grant_id = o.grant_id
            """,
            new { Tenant = bank, codes = hashes.Select(Convert.FromHexString).ToArray(), now = database.Time.GetUtcNow() },
            (code, grant) =>
            {
                code.Grant = grant;
                return code;
            },
            splitOn: "grant_id");
        return found.ToDictionary(code => Convert.ToHexStringLower(code.CodeSha256), StringComparer.Ordinal);
    }
}
