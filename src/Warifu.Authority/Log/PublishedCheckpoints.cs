using System.Text;
using Warifu.Authority.Authorities;
using Warifu.Authority.Ceremony;
using Warifu.Pki.Log;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Authority.Log;

/// <summary>
/// The latest checkpoint of each log, beside the keys and outside the database: by it a database that was restored to an older
/// state, or whose log was rewritten, is found out before anything is published from it.
/// </summary>
internal sealed class PublishedCheckpoints(Database database, CeremonyFolder folder)
{
    public static readonly Refusal Behind = new("log-behind-published", 503,
        new("データベースのログが、すでに公開したログより古いか、内容が違います。", "The log in the database is older than the log that was published, or differs from it."),
        new("先行書き込みログの最後までデータベースを復元してください。それができないときは docs/operations.md の「古い控えから復元したとき」に従ってください。",
            "Restore the database to the end of its write-ahead log. Where that cannot be done, follow docs/operations.md, When only an older backup is left."));

    /// <summary>Called by the node that extended the log, after the commit.</summary>
    public async Task KeepAsync(OpenAuthority authority, CancellationToken cancel)
    {
        var head = await database.WithoutTenantAsync(work => LogHead.FindAsync(work, authority.Id), cancel);
        if (head is not null && (Kept(authority) is not { } kept || kept.Size < head.Size))
            folder.Write(FileOf(authority), Encoding.UTF8.GetBytes(head.Checkpoint));
    }

    /// <returns>Null when the database holds everything that was published from this folder.</returns>
    public async Task<Refusal?> CompareAsync(OpenAuthorities authorities, CancellationToken cancel)
    {
        foreach (var authority in authorities.All)
        {
            if (Kept(authority) is { Size: > 0 } kept && !await database.WithoutTenantAsync(work => GrewFromAsync(work, authority, kept), cancel))
                return Behind with { Detail = new($"{authority.Id}: {FileOf(authority)}", $"{authority.Id}: {FileOf(authority)}") };
        }

        return null;
    }

    private static async Task<bool> GrewFromAsync(Work work, OpenAuthority authority, Checkpoint kept)
    {
        if (await LogHead.FindAsync(work, authority.Id) is not { } head || head.Size < kept.Size)
            return false;
        var ranges = Proofs.ConsistencyRanges(kept.Size, head.Size);
        var proof = Proofs.Make(ranges, await LogTiles.HashesAsync(work, authority.Id, head.Size, ranges));
        return Proofs.AreConsistent(kept.Size, kept.Root, head.Size, head.Root, proof);
    }

    private Checkpoint? Kept(OpenAuthority authority)
    {
        if (folder.Read(FileOf(authority)) is not { } note)
            return null;
        var read = Checkpoint.Read(Encoding.UTF8.GetString(note), authority.Certificate.Key, LogHead.OriginOf(authority));
        return read.Refusal is { } refusal ? throw new RefusedException(refusal) : read.Value;
    }

    private static string FileOf(OpenAuthority authority) => $"{authority.Id}.checkpoint";
}
