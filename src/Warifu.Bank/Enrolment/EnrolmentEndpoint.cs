using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire.Enrolment;

namespace Warifu.Bank.Enrolment;

/// <summary>The enrolment wire on the public face, where nobody has a certificate yet.</summary>
internal static class EnrolmentEndpoint
{
    public static void MapEnrolment(this IEndpointRouteBuilder routes) =>
        routes.MapPost(EnrolmentWire.Certificates, EnrolAsync).WithMetadata(new OnFaceAttribute(BankFaces.Www));

    private static async Task<IResult> EnrolAsync(
        EnrolmentRequest request, HttpContext context, CertificateEnrolment enrolment, CancellationToken cancel)
    {
        var enrolled = await enrolment.RunAsync(context.Face().Owner, request, context.From(), cancel);
        return enrolled.Refusal is { } refusal ? refusal.AsProblem() : Results.Json(enrolled.Value, Warifu.Wire.WireJson.Options);
    }
}
