using Warifu.Postgres;

namespace Warifu.Authority.Status;

/// <summary>A CRL in the database.</summary>
/// <param name="Entries">How many certificates it names: a revocation since then shows by the count.</param>
internal sealed record CrlRow(string AuthorityId, long Number, DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate, int Entries, byte[] Der)
{
    public static Task<CrlRow?> LatestAsync(Work work, string authority) => work.SingleOrDefaultAsync<CrlRow>("""
        select authority_id, number, this_update, next_update, entries, der from crl
        where authority_id = @authority order by number desc limit 1
        """, new { authority });

    /// <summary>The same number twice is the same list.</summary>
    public Task InsertAsync(Work work) => work.ExecuteAsync("""
        insert into crl (authority_id, number, this_update, next_update, entries, der)
        values (@AuthorityId, @Number, @ThisUpdate, @NextUpdate, @Entries, @Der)
        on conflict do nothing
        """, this);
}
