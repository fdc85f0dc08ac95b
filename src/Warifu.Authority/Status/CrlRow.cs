using Warifu.Postgres;

namespace Warifu.Authority.Status;

/// <summary>A CRL in the database.</summary>
/// <param name="Entries">How many certificates it names.</param>
/// <param name="Shard">The last hex digit of the serial numbers it is for; empty for the full list.</param>
/// <param name="Version">Of the register when it was made: another one since then makes it old.</param>
internal sealed record CrlRow(
    string AuthorityId, long Number, DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate, int Entries, byte[] Der, string Shard = CrlRow.Full, long Version = 0)
{
    public const string Full = "";

    public static Task<CrlRow?> LatestAsync(Work work, string authority, string shard) => work.SingleOrDefaultAsync<CrlRow>("""
        select authority_id, number, this_update, next_update, entries, der, shard, version from crl
        where authority_id = @authority and shard = @shard order by number desc limit 1
        """, new { authority, shard });

    /// <summary>The same number twice is the same list.</summary>
    public Task InsertAsync(Work work) => work.ExecuteAsync("""
        insert into crl (authority_id, number, this_update, next_update, entries, der, shard, version)
        values (@AuthorityId, @Number, @ThisUpdate, @NextUpdate, @Entries, @Der, @Shard, @Version)
        on conflict do nothing
        """, this);
}
