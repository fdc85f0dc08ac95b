using Warifu.Postgres;

namespace Warifu.Authority.Revocation;

/// <summary>
/// A CRL is current while it names as many certificates as are revoked. A hold that ends, or becomes a revocation, can leave
/// that count as it was, so the stored list is marked as untrue.
/// </summary>
internal static class PublishedLists
{
    public static async Task MarkUntrueAsync(Work work, string authority)
    {
        // A list being signed now was read before this change is committed: its signer is awaited.
        await work.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended('crl ' || @authority, 0))", new { authority });
        await work.ExecuteAsync("update crl set entries = -1 where authority_id = @authority", new { authority });
    }
}
