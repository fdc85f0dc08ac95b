using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Warifu.Bank.Profiles;
using Warifu.Bank.Replacements;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Bank.Enrolment.InBrowser;

/// <summary>Whether a browser needs the key of a request no more: used, ended, or given up for another.</summary>
internal sealed record KeptPair(bool IsOver);

/// <summary>Asked by a browser about a key it keeps. Who knows the request key, 122 random bits, made it.</summary>
internal static class KeptPairs
{
    public static void MapKeptPairs(this IEndpointRouteBuilder routes) => routes
        .MapGet("/certificates/browser/standing", async (Guid key, HttpContext context, Database database, CancellationToken cancel) =>
            Results.Json(new KeptPair(await database.InTenantAsync(context.Face().Owner, work => IsOverAsync(work, key, database.Time.GetUtcNow()), cancel)), WireJson.Options))
        .WithMetadata(new OnFaceAttribute(BankFaces.Www, BankFaces.Cert));

    // One that the bank has not heard of may still be on its way.
    private static async Task<bool> IsOverAsync(Work work, Guid key, DateTimeOffset now) =>
        (await Replacement.FindAsync(work, key))?.StateAt(now) is ReplacementState.Stopped or ReplacementState.Expired || await work.SingleOrDefaultAsync<bool>("""
        select e.given_up_at is not null or coalesce(c.used_at is not null or c.state = 'revoked' or c.not_after < @now, false)
        from enrolment e left join certificate c on c.bank_code = e.bank_code and c.sha256 = e.certificate_sha256
        where e.bank_code = @Tenant and e.request_key = @key
        """, new { work.Tenant, key, now });
}
