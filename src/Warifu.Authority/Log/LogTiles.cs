using Warifu.Pki.Log;
using Warifu.Postgres;

namespace Warifu.Authority.Log;

/// <summary>The tiles of one authority's log in the database.</summary>
internal static class LogTiles
{
    /// <summary>As wide as the tile is by now.</summary>
    public static Task<byte[]?> FindAsync(Work work, string authority, Tile tile) => work.SingleOrDefaultAsync<byte[]>(
        "select content from log_tile where authority_id = @authority and level = @Level and tile_index = @Index",
        new { authority, tile.Level, tile.Index });

    /// <summary>In the order asked for.</summary>
    public static async Task<IReadOnlyList<byte[]>> ReadAsync(Work work, string authority, IReadOnlyList<Tile> tiles) =>
        [.. (await work.QueryAsync<Row>("""
            select asked.place, content from unnest(@levels, @indexes) with ordinality as asked (level, tile_index, place)
            join log_tile t on t.authority_id = @authority and t.level = asked.level and t.tile_index = asked.tile_index
            order by asked.place
            """,
            new
            {
                authority, levels = tiles.Select(tile => tile.Level).ToArray(), indexes = tiles.Select(tile => tile.Index).ToArray(),
            })).Select(row => row.Content)];

    public static Task StoreAsync(Work work, string authority, IReadOnlyList<(Tile Tile, byte[] Content)> tiles) => work.ExecuteAsync("""
        insert into log_tile (authority_id, level, tile_index, content)
        select @authority, made.* from unnest(@levels, @indexes, @contents) as made
        on conflict (authority_id, level, tile_index) do update set content = excluded.content
        """,
        new
        {
            authority,
            levels = tiles.Select(made => made.Tile.Level).ToArray(),
            indexes = tiles.Select(made => made.Tile.Index).ToArray(),
            contents = tiles.Select(made => made.Content).ToArray(),
        });

    /// <summary>The hash of any perfect subtree, from the tiles that these ranges need.</summary>
    public static async Task<Func<Subtree, byte[]>> HashesAsync(
        Work work, string authority, long size, IEnumerable<(long Begin, long End)> ranges)
    {
        var tiles = ranges.SelectMany(range => MerkleTree.Cover(range.Begin, range.End)).Select(subtree => Tile.Holding(subtree, size)).Distinct().ToList();
        var contents = await ReadAsync(work, authority, tiles);
        var found = tiles.Zip(contents).ToDictionary(pair => pair.First, pair => pair.Second);
        return subtree => Tile.HashIn(found[Tile.Holding(subtree, size)], subtree);
    }

    private sealed record Row(long Place, byte[] Content);
}
