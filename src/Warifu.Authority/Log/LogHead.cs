using Warifu.Authority.Authorities;
using Warifu.Postgres;

namespace Warifu.Authority.Log;

/// <summary>The head of one authority's log in the database.</summary>
/// <param name="Checkpoint">The signed note.</param>
internal sealed record LogHead(string AuthorityId, long Size, byte[] Root, string Checkpoint, DateTimeOffset SignedAt)
{
    public static Task<LogHead?> FindAsync(Work work, string authority) => work.SingleOrDefaultAsync<LogHead>(
        "select authority_id, size, root, checkpoint, signed_at from log_head where authority_id = @authority", new { authority });

    /// <summary>The log's name: where it is published, without the scheme.</summary>
    public static string OriginOf(OpenAuthority authority)
    {
        var published = authority.Issuer.Addresses?.Certificate ?? throw new InvalidOperationException("An issuing authority is published somewhere.");
        return $"{published.Authority}{LogEndpoints.PathOf(authority.Id)}";
    }

    public Task StoreAsync(Work work) => work.ExecuteAsync("""
        insert into log_head (authority_id, size, root, checkpoint, signed_at) values (@AuthorityId, @Size, @Root, @Checkpoint, @SignedAt)
        on conflict (authority_id) do update
        set size = excluded.size, root = excluded.root, checkpoint = excluded.checkpoint, signed_at = excluded.signed_at
        """, this);
}
