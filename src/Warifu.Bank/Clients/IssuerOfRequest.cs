using Microsoft.AspNetCore.Http;
using Warifu.Bank.Profiles;
using Warifu.Web.Faces;

namespace Warifu.Bank.Clients;

internal static class IssuerOfRequest
{
    /// <summary>The bank's issuer identifier (RFC 8414, section 2): the origin of its <c>api</c> face, without a port that goes without saying.</summary>
    public static string Issuer(this HttpContext context) => context.Origin(BankFaces.Api);

    /// <summary>The origin of a face of the request's bank, as a program compares it.</summary>
    public static string Origin(this HttpContext context, string face) => new Uri(context.OnFace(face, "/")).GetLeftPart(UriPartial.Authority);
}
