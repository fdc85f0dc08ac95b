using System.Security.Cryptography;
using System.Text;
using Warifu.Postgres;

namespace Warifu.Hub.Agents;

/// <param name="Key">64 lower-case hex digits, shown once.</param>
public sealed record PairingKey(string Key, DateTimeOffset ExpiresAt);

/// <summary>認証キー (seed 000): issued by a member, good for five minutes and one agent. Only its hash is kept.</summary>
public static class PairingKeys
{
    public static readonly TimeSpan Validity = TimeSpan.FromMinutes(5);

    private const int KeyBytes = 32;

    // Kept beyond their end for a while, so that a late or repeated key is told apart from a mistyped one.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    public static async Task<PairingKey> IssueAsync(Database database, Guid officeId, Guid memberId, CancellationToken cancel = default)
    {
        var now = database.Time.GetUtcNow();
        var issued = new PairingKey(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)), now + Validity);
        await database.InTenantAsync(officeId.ToString(), async work =>
        {
            await work.ExecuteAsync("delete from pairing_key where expires_at < @before", new { before = now - Remembered });
            await work.ExecuteAsync(
                "insert into pairing_key (office_id, key_sha256, member_id, made_at, expires_at) values (@officeId, @sha256, @memberId, @now, @ExpiresAt)",
                new { officeId, sha256 = Hash(issued.Key), memberId, now, issued.ExpiresAt });
        }, cancel);
        return issued;
    }

    internal static byte[] Hash(string key) => SHA256.HashData(Encoding.ASCII.GetBytes(key));
}
