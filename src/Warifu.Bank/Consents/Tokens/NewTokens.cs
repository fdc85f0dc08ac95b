using Warifu.Bank.Clients;
using Warifu.Postgres;

namespace Warifu.Bank.Consents.Tokens;

/// <summary>An access token on its way into the database, for a code that it uses up or for a refresh token.</summary>
internal sealed record NewTokens(Guid Grant, Guid Consent, SenderKey Sender, DateTimeOffset Now)
{
    public string Access { get; init; } = "";

    public DateTimeOffset Ends { get; init; }

    /// <summary>The refresh token that comes with it; null where a refresh token was shown.</summary>
    public string? Refresh { get; init; }

    /// <summary>SHA-256 of the refresh token that was shown; null where it was a code.</summary>
    public byte[]? Shown { get; init; }

    /// <summary>
    /// 1. Codes are used up. Of several requests with one code the first has it.
    /// 2. Refresh tokens are held, so that none is revoked between this look and the commit: a revocation that comes meanwhile finds the tokens that it must take along.
    /// 3. The tokens of those who may are written, as hashes.
    /// </summary>
    /// <returns>For each whether it may.</returns>
    public static async Task<IReadOnlyList<bool>> WriteAsync(Work work, IReadOnlyList<NewTokens> all)
    {
        var used = await UseUpAsync(work, [.. all.Where(one => one.Shown is null)]); // 1
        var standing = await HoldAsync(work, [.. all.Where(one => one.Shown is not null)]); // 2
        bool[] may = [.. all.Select(one => one.Shown is { } shown ? standing.Contains(Convert.ToHexStringLower(shown)) : used.Remove(one.Consent))];
        await InsertAsync(work, [.. all.Where((_, at) => may[at]).SelectMany(one => one.Rows)]); // 3
        return may;
    }

    private IEnumerable<Row> Rows =>
        Refresh is null ? [new(Access, "access", this, Ends)] : [new(Access, "access", this, Ends), new(Refresh, "refresh", this, Ends: null)];

    private static async Task<HashSet<Guid>> UseUpAsync(Work work, NewTokens[] redeemed) => redeemed.Length == 0 ? [] : [.. await work.QueryAsync<Guid>("""
        update consent o set code_used_at = @now from (select consent_id from consent where bank_code = @Tenant and consent_id = any(@consents) order by consent_id for update) held
        where o.bank_code = @Tenant and o.consent_id = held.consent_id and o.code_used_at is null
        returning o.consent_id
        """, new { work.Tenant, consents = redeemed.Select(one => one.Consent).ToArray(), now = redeemed.Max(one => one.Now) })];

    // Key by key, in one order: asked for all at once, a database whose statistics are older than its rows walks all tokens of the bank instead.
    private static async Task<HashSet<string>> HoldAsync(Work work, NewTokens[] refreshed) => refreshed.Length == 0 ? [] : [.. (await work.QueryAsync<byte[]>("""
        select held.token_sha256 from (select unnest(@shown) as token_sha256 order by 1) asked cross join lateral (
          select token_sha256 from api_token where bank_code = @Tenant and api_token.token_sha256 = asked.token_sha256 and revoked_at is null limit 1 for share) held
        """, new { work.Tenant, shown = refreshed.Select(one => one.Shown).ToArray() })).Select(Convert.ToHexStringLower)];

    private static Task InsertAsync(Work work, Row[] rows) => work.ExecuteAsync("""
        insert into api_token (bank_code, token_sha256, kind, grant_id, consent_id, sender, sender_key, made_at, ends_at)
        select @Tenant, * from unnest(@hashes, @kinds, @grants, @consents, @ways, @keys, @mades, @ends)
        """, new
    {
        work.Tenant,
        hashes = rows.Select(row => Bank.Consents.Consent.HashOf(row.Secret)).ToArray(),
        kinds = rows.Select(row => row.Kind).ToArray(),
        grants = rows.Select(row => row.Of.Grant).ToArray(),
        consents = rows.Select(row => row.Of.Consent).ToArray(),
        ways = rows.Select(row => ClientWords.Name(row.Of.Sender.Way)).ToArray(),
        keys = rows.Select(row => row.Of.Sender.Key).ToArray(),
        mades = rows.Select(row => row.Of.Now).ToArray(),
        ends = rows.Select(row => row.Ends).ToArray(),
    });

    private sealed record Row(string Secret, string Kind, NewTokens Of, DateTimeOffset? Ends);
}
