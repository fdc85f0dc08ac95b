using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Warifu.Authority.Authorities;
using Warifu.Pki.Certificates;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Authority.Status;

/// <summary>What those who trust an authority fetch, over plain HTTP because it is signed (RFC 5280, 4.2.2.1 and 8; RFC 2585).</summary>
internal static class StatusEndpoints
{
    public const string Face = "status";

    /// <summary>A certificate never changes under its name.</summary>
    private const string CertificateCache = "public, max-age=86400";

    /// <summary>A relying party that polls sees a revocation within a minute of it.</summary>
    private const string CrlCache = "public, max-age=60";

    public static readonly Refusal AuthorityUnknown = new("authority-unknown", 404,
        new("この名前の認証局はありません。", "There is no authority of this name."),
        new("証明書に書かれたアドレスを使ってください。", "Use the address written in the certificate."));

    /// <summary>Where an authority's certificate and CRL are published.</summary>
    public static IssuerAddresses AddressesOf(string publishedAt, string authority, string? ocsp) => new(
        new Uri($"{publishedAt}/authorities/{authority}.cer"),
        new Uri($"{publishedAt}/authorities/{authority}.crl"),
        ocsp is null ? null : new Uri(ocsp));

    /// <summary>The addresses of an authority whose revocations are also published in shards: its full list's, and one for each hex digit.</summary>
    public static IssuerAddresses Sharded(IssuerAddresses addresses) => addresses with
    {
        Shards = addresses.Crl.AbsoluteUri[..^".crl".Length] + "/{0}.crl",
    };

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/authorities/{authority}.cer", CertificateAsync).WithMetadata(new OnFaceAttribute(Face));
        app.MapGet("/authorities/{authority}.crl", (string authority, HttpContext context, CrlPublication publication) =>
            CrlAsync(authority, CrlRow.Full, context, publication)).WithMetadata(new OnFaceAttribute(Face));
        app.MapGet("/authorities/{authority}/{shard:regex(^[0-9a-f]$)}.crl", CrlAsync).WithMetadata(new OnFaceAttribute(Face));
        OcspEndpoints.Map(app);
    }

    private static async Task<IResult> CertificateAsync(string authority, HttpContext context, Database database)
    {
        var rows = await database.WithoutTenantAsync(AuthorityRow.AllAsync, context.RequestAborted);
        if (rows.FirstOrDefault(row => row.AuthorityId == authority) is not { } found)
            return AuthorityUnknown.AsProblem();
        context.Response.Headers.CacheControl = CertificateCache;
        return Results.Bytes(found.Certificate, "application/pkix-cert");
    }

    private static async Task<IResult> CrlAsync(string authority, string shard, HttpContext context, CrlPublication publication)
    {
        if (await publication.CurrentAsync(authority, shard, context.RequestAborted) is not { } current)
            return AuthorityUnknown.AsProblem();
        context.Response.Headers.CacheControl = CrlCache;
        return Results.Bytes(
            current.Der, "application/pkix-crl", lastModified: current.ThisUpdate,
            entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(current.Der))}\""));
    }
}
