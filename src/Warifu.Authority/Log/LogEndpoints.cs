using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Warifu.Authority.Authorities;
using Warifu.Authority.Registration;
using Warifu.Authority.Status;
using Warifu.Pki.Log;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Authority.Log;

/// <summary>
/// The logs as static resources on the status face (C2SP tlog-tiles), and receipts and consistency on the registration wire.
/// </summary>
internal static class LogEndpoints
{
    /// <summary>A tile never changes under its path: a wider one has another.</summary>
    private const string TileCache = "public, max-age=31536000, immutable";

    /// <summary>tlog-tiles: not beyond a few seconds.</summary>
    private const string CheckpointCache = "public, max-age=1";

    private const string Logs = "/logs/";

    public static readonly Refusal NothingThere = new("log-path-unknown", 404,
        new("ログにこのファイルはありません。", "The log has no such file."),
        new("チェックポイントの大きさから求めたパスを使ってください。", "Use the paths that follow from the checkpoint's size."));

    public static string PathOf(string authority) => Logs + authority;

    public static void MapStatus(IEndpointRouteBuilder app)
    {
        var onStatus = new OnFaceAttribute(StatusEndpoints.Face);
        app.MapGet(Logs + "{authority}/checkpoint", CheckpointAsync).WithMetadata(onStatus);
        app.MapGet(Logs + "{authority}/issuer.cer", Issuer).WithMetadata(onStatus);
        app.MapGet(Logs + "{authority}/tile/{**rest}", TileAsync).WithMetadata(onStatus);
    }

    public static void MapRegistration(IEndpointRouteBuilder wire)
    {
        wire.MapGet(RegistrationWire.Certificates + "/{serial}/receipts", ReceiptsAsync);
        wire.MapGet(LogWire.Consistencies, ConsistencyAsync);
    }

    private static async Task<IResult> CheckpointAsync(string authority, HttpContext context, Database database)
    {
        if (await database.WithoutTenantAsync(work => LogHead.FindAsync(work, authority), context.RequestAborted) is not { } head)
            return NothingThere.AsProblem();
        context.Response.Headers.CacheControl = CheckpointCache;
        return Results.Text(head.Checkpoint, "text/plain; charset=utf-8");
    }

    private static IResult Issuer(string authority, HttpContext context, OpenAuthorities authorities)
    {
        if (authorities.Find(authority) is not { } found)
            return NothingThere.AsProblem();
        context.Response.Headers.CacheControl = TileCache;
        return Results.Bytes(found.Certificate.Der.ToArray(), "application/pkix-cert");
    }

    private static async Task<IResult> TileAsync(string authority, string rest, HttpContext context, Database database)
    {
        if (Tile.Parse($"tile/{rest}") is not { } tile
            || await database.WithoutTenantAsync(work => LogTiles.FindAsync(work, authority, tile), context.RequestAborted) is not { } stored
            || Narrowed(stored, tile) is not { } content)
            return NothingThere.AsProblem();
        context.Response.Headers.CacheControl = TileCache;
        return Results.Bytes(content, "application/octet-stream");
    }

    /// <summary>What the tile was when it had this width; null when it never had.</summary>
    private static byte[]? Narrowed(byte[] stored, Tile tile)
    {
        var octets = tile.Width * (tile.Level == Tile.Entries ? Tile.EntryOctets : MerkleTree.HashBytes);
        return stored.Length >= octets ? stored[..octets] : null;
    }

    private static async Task<IResult> ReceiptsAsync(string serial, HttpContext context, LogProofs proofs) =>
        RegistrationEndpoints.Read(serial) is { } number
            ? RegistrationEndpoints.Answer(await proofs.ReceiptsAsync(RegistrationEndpoints.BankOf(context), number, context.RequestAborted))
            : RegistrationEndpoints.SerialMalformed.AsProblem();

    private static async Task<IResult> ConsistencyAsync(long from, HttpContext context, LogProofs proofs, OpenAuthorities authorities) =>
        authorities.OfCustomers(RegistrationEndpoints.BankOf(context)) is { } authority
            ? RegistrationEndpoints.Answer(await proofs.ConsistencyAsync(authority, from, context.RequestAborted))
            : Issuance.IssuanceRefusals.NoAuthority.AsProblem();
}
