using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Warifu.Pki.Jose;
using Warifu.Postgres;
using Warifu.Postgres.Secrets;
using Warifu.Wire;

namespace Warifu.Bank.Consents.Tokens;

/// <summary>
/// The keys that sign a bank's access tokens. Each signs for a while; the next is made and published before, and one that has signed stays
/// published until the last token under it has ended.
/// </summary>
internal sealed class TokenKeys(Database database, ServerKey serverKey)
{
    private const string Table = "token_key";

    private static readonly TimeSpan Signs = TimeSpan.FromDays(90);

    /// <summary>So long before its turn a key is published: caches of the set are younger.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(7);

    /// <summary>More than any access token's life.</summary>
    public static readonly TimeSpan Stays = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, SigningKey> current = new();

    /// <summary>The JWK set (RFC 7517, section 5).</summary>
    public async Task<object> PublishedAsync(string bank, CancellationToken cancel)
    {
        var now = database.Time.GetUtcNow();
        await database.InTenantAsync(bank, work => TurnAsync(work, now), cancel);
        var rows = await database.InTenantAsync(bank, work => work.QueryAsync<string>(
            "select public_key from token_key where bank_code = @Tenant and signs_until + @Stays > @now order by signs_from", new { work.Tenant, Stays, now }), cancel);
        return new { keys = rows.Select(row => JsonElement.Parse(row)) };
    }

    /// <returns>A signed token (RFC 9068 in its header).</returns>
    public async Task<string> SignAsync(string bank, object claims, DateTimeOffset now, CancellationToken cancel)
    {
        var key = current.TryGetValue(bank, out var known) && now >= known.From && now < known.Until - Ahead
            ? known
            : current[bank] = await database.InTenantAsync(bank, work => TurnAsync(work, now), cancel);
        lock (key.Key)
            return Jwt.Sign(key.Key, new Dictionary<string, object> { ["typ"] = "at+jwt", ["kid"] = key.KeyId }, claims);
    }

    /// <summary>Sees to it that there is a key for now, and one for after it in time.</summary>
    private async Task<SigningKey> TurnAsync(Work work, DateTimeOffset now)
    {
        var rows = await RowsAsync(work, now);
        if (rows is not [_, _, ..] && (rows is not [var last, ..] || now >= last.SignsUntil - Ahead || now < last.SignsFrom))
        {
            // Of several nodes one makes it.
            await work.ExecuteAsync("select pg_advisory_xact_lock(hashtext('token_key'), hashtext(@Tenant))", new { work.Tenant });
            rows = await RowsAsync(work, now);
            if (rows.Count == 0)
                await MakeAsync(work, now, now);
            else if (rows is [var only] && now >= only.SignsUntil - Ahead)
                await MakeAsync(work, only.SignsUntil, now);
            rows = await RowsAsync(work, now);
        }
        var signs = rows[0];
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(serverKey.Open(Table, work.Tenant!, signs.KeyId, signs.Sealed), out _);
        return new(key, signs.KeyId, signs.SignsFrom, signs.SignsUntil);
    }

    private static Task<IReadOnlyList<KeyRow>> RowsAsync(Work work, DateTimeOffset now) => work.QueryAsync<KeyRow>(
        "select key_id, sealed, signs_from, signs_until from token_key where bank_code = @Tenant and signs_until > @now order by signs_from", new { work.Tenant, now });

    private async Task MakeAsync(Work work, DateTimeOffset from, DateTimeOffset now)
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keyId = Jwk.Of(made, keyId: null).Thumbprint;
        await work.ExecuteAsync("""
            insert into token_key (bank_code, key_id, sealed, public_key, made_at, signs_from, signs_until)
            values (@Tenant, @keyId, @kept, @open, @now, @from, @until)
            """, new
        {
            work.Tenant,
            keyId,
            kept = serverKey.Seal(Table, work.Tenant!, keyId, made.ExportPkcs8PrivateKey()),
            open = JsonSerializer.Serialize(Jwk.Of(made, keyId).ToMembers(), WireJson.Options),
            now,
            from,
            until = from + Signs,
        });
    }

    private sealed record SigningKey(ECDsa Key, string KeyId, DateTimeOffset From, DateTimeOffset Until);

    private sealed record KeyRow(string KeyId, byte[] Sealed, DateTimeOffset SignsFrom, DateTimeOffset SignsUntil);
}
