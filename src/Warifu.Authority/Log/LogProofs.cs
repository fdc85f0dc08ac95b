using Warifu.Authority.Authorities;
using Warifu.Authority.Revocation;
using Warifu.Pki.Log;
using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Authority.Log;

/// <summary>What the holder of a certificate gets through his bank: receipts with their proofs, and that the log only grew.</summary>
internal sealed class LogProofs(Database database)
{
    public static readonly Refusal SizeUnknown = new("log-size-unknown", 422,
        new("この大きさのログはまだありません。", "The log never had this size."),
        new("以前に受け取ったチェックポイントの大きさ（1以上）を指定してください。", "Give the size, at least 1, of a checkpoint received before."));

    public Task<Outcome<LogReceipts>> ReceiptsAsync(BankCode bank, SerialNumber serial, CancellationToken cancel) =>
        database.InTenantAsync<Outcome<LogReceipts>>(bank.Value, async work =>
        {
            var rows = await work.QueryAsync<Row>("""
                select l.authority_id, r.certificate_sha256, r.event, r.at, r.salt, l.leaf_index
                from log_receipt r join log_leaf l using (leaf_id)
                where r.bank_code = @Tenant and r.serial = @serial order by r.leaf_id
                """, new { work.Tenant, serial = serial.Hex });
            if (rows.Count == 0)
                return RevocationRefusals.CertificateUnknown;
            // Read after the leaves: the tree has all of those that have a place.
            if (await LogHead.FindAsync(work, rows[0].AuthorityId) is not { } head)
                return new LogReceipts(null, [.. rows.Select(row => row.Receipt([]))]);
            var ranges = rows.Where(row => row.LeafIndex is not null).ToDictionary(row => row, row => Proofs.InclusionRanges(row.LeafIndex!.Value, head.Size));
            var hashes = await LogTiles.HashesAsync(work, head.AuthorityId, head.Size, ranges.Values.SelectMany(range => range));
            return new LogReceipts(head.Checkpoint, [.. rows.Select(row => row.Receipt(ranges.TryGetValue(row, out var path) ? Proofs.Make(path, hashes) : []))]);
        }, cancel);

    public Task<Outcome<LogConsistency>> ConsistencyAsync(OpenAuthority authority, long from, CancellationToken cancel) =>
        database.WithoutTenantAsync<Outcome<LogConsistency>>(async work =>
        {
            var head = await LogHead.FindAsync(work, authority.Id);
            if (head is null || from < 1 || from > head.Size)
                return SizeUnknown;
            var ranges = Proofs.ConsistencyRanges(from, head.Size);
            return new LogConsistency(from, head.Checkpoint, Proofs.Make(ranges, await LogTiles.HashesAsync(work, authority.Id, head.Size, ranges)));
        }, cancel);

    private sealed record Row(string AuthorityId, byte[] CertificateSha256, int Event, DateTimeOffset At, byte[] Salt, long? LeafIndex)
    {
        public LogReceipt Receipt(IReadOnlyList<byte[]> proof) => new(CertificateSha256, (LogEvent)Event, At, Salt, LeafIndex, proof);
    }
}
