using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Hub.Offices;

/// <summary>The member whose session a request carries.</summary>
internal sealed record SignedInMember(Guid OfficeId, Guid MemberId, string OfficeName, string MemberName)
{
    public string Tenant => OfficeId.ToString();
}

/// <summary>
/// Sessions of members. The session is a row; the cookie is only its key, 256 bits, and the row keeps its hash. Each
/// request reads the row, so that a session ended on one node is ended on all.
/// </summary>
internal sealed class MemberSessions(RequestDelegate next, Database database)
{
    public const string Cookie = "__Host-warifu-hub-web";

    private const int KeyBytes = 32;
    private const int MostTries = 5;
    private static readonly TimeSpan TriesForgotten = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Idle = TimeSpan.FromHours(8);

    // A read costs nothing; a write of each click would.
    private static readonly TimeSpan SeenAgain = TimeSpan.FromMinutes(1);

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Face().Name == HubFaces.Web && KeyOf(context) is { } key)
            await FindAsync(context, key);
        await next(context);
    }

    /// <summary>Books a try before it looks at the password, so that tries in parallel are counted too.</summary>
    public static async Task<Outcome<Guid>> SignInAsync(Database database, HttpContext context, string mail, string password)
    {
        var now = database.Time.GetUtcNow();
        var member = await database.WithoutTenantAsync(
            work => work.SingleOrDefaultAsync<Booked>(
                "select * from book_sign_in(@mail, @now, @forgottenBefore, @MostTries)",
                new { mail = OfficeOpening.Address(mail), now, forgottenBefore = now - TriesForgotten, MostTries }),
            context.RequestAborted);
        // An unknown address takes as long as a wrong password.
        var hash = member?.PasswordHash ?? UnknownMember.Value;
        if (OfficeOpening.Passwords.VerifyHashedPassword(OfficeOpening.Nobody, hash, password) == PasswordVerificationResult.Failed || member is null)
            return OfficeRefusals.SignInRefused;

        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        await database.InTenantAsync(member.OfficeId.ToString(), async work =>
        {
            await work.ExecuteAsync("update member set tries = 0 where member_id = @MemberId", member);
            await work.ExecuteAsync(
                "insert into member_session values (@OfficeId, @sha256, @MemberId, @now, @now)",
                new { member.OfficeId, sha256 = SHA256.HashData(key), member.MemberId, now });
        }, context.RequestAborted);
        context.Response.Cookies.Append(Cookie, WebEncoders.Base64UrlEncode(key), CookieOptions());
        return member.MemberId;
    }

    public static async Task SignOutAsync(Database database, HttpContext context)
    {
        if (context.Features.Get<SignedInMember>() is { } member && KeyOf(context) is { } key)
        {
            await database.InTenantAsync(
                member.Tenant, work => work.ExecuteAsync("delete from member_session where session_sha256 = @sha256", new { sha256 = SHA256.HashData(key) }),
                context.RequestAborted);
        }

        context.Features.Set<SignedInMember>(null);
        context.Response.Cookies.Delete(Cookie, CookieOptions());
    }

    private async Task FindAsync(HttpContext context, byte[] key)
    {
        var sha256 = SHA256.HashData(key);
        var found = await database.ReadAsync<Found>("select * from find_session(@sha256)", new { sha256 }, context.RequestAborted);
        var now = database.Time.GetUtcNow();
        if (found is null || now - found.SeenAt > Idle)
            return;
        context.Features.Set(new SignedInMember(found.OfficeId, found.MemberId, found.OfficeName, found.MemberName));
        if (now - found.SeenAt > SeenAgain)
        {
            await database.InTenantAsync(
                found.OfficeId.ToString(), work => work.ExecuteAsync("update member_session set seen_at = @now where session_sha256 = @sha256", new { now, sha256 }),
                context.RequestAborted);
        }
    }

    private static byte[]? KeyOf(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { Length: > 0 and < 64 } text)
            return null;
        try
        {
            return WebEncoders.Base64UrlDecode(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static CookieOptions CookieOptions() =>
        new() { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true };

    private static readonly Lazy<string> UnknownMember = new(() =>
        OfficeOpening.Passwords.HashPassword(OfficeOpening.Nobody, Convert.ToHexString(RandomNumberGenerator.GetBytes(KeyBytes))));

    private sealed record Booked(Guid OfficeId, Guid MemberId, string PasswordHash);

    private sealed record Found(Guid OfficeId, Guid MemberId, DateTimeOffset SeenAt, string OfficeName, string MemberName);
}
