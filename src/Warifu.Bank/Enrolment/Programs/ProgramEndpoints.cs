using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Warifu.Bank.Profiles;
using Warifu.Bank.Replacements;
using Warifu.Bank.SignIn;
using Warifu.Pki.Certificates;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Bank.Enrolment.Programs;

/// <summary>The enrolment wire: on the public face, where nobody has a certificate yet, and on the face of certificates, by the old one.</summary>
internal static class ProgramEndpoints
{
    public static void MapEnrolment(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(EnrolmentWire.Bank, Describe).WithMetadata(new OnFaceAttribute(BankFaces.Www));
        routes.MapPost(EnrolmentWire.Authentications, AuthenticateAsync).WithMetadata(new OnFaceAttribute(BankFaces.Www));
        routes.MapPost(EnrolmentWire.Certificates, EnrolAsync).WithMetadata(new OnFaceAttribute(BankFaces.Www));
        routes.MapPost(ReplacementWire.Replacements, ReplaceAsync).WithMetadata(new OnFaceAttribute(BankFaces.Www));
        routes.MapPost(ReplacementWire.Standings, StandAsReplacementAsync).WithMetadata(new OnFaceAttribute(BankFaces.Www));
        var byOld = routes.MapGroup("").WithMetadata(new OnFaceAttribute(BankFaces.Cert));
        byOld.MapGet(EnrolmentWire.Renewals, StandAsync);
        byOld.MapPost(EnrolmentWire.Renewals, RenewAsync);
        byOld.MapPost(EnrolmentWire.RenewalAuthentications, AuthenticateRenewalAsync);
        byOld.MapPost(EnrolmentWire.UnattendedRenewals, AllowAsync);
        byOld.MapDelete(EnrolmentWire.UnattendedRenewals, WithdrawAsync);
    }

    private static IResult Describe(HttpContext context, Banks banks)
    {
        var profile = banks.Of(context).Profile;
        return Json(new EnrollingBank(profile.Code, profile.Name, new(context.OnFace(BankFaces.Cert, "")), profile.Certificate.RenewalWindow.Days, profile.Certificate.UnattendedRenewal));
    }

    private static async Task<IResult> AuthenticateAsync(EnrolmentAuthenticationRequest request, HttpContext context, CertificateEnrolment enrolment, CancellationToken cancel) =>
        Answer(await enrolment.AuthenticateAsync(context.Face().Owner, request, context.From(), cancel));

    private static async Task<IResult> EnrolAsync(EnrolmentRequest request, HttpContext context, CertificateEnrolment enrolment, Banks banks, CancellationToken cancel) =>
        Answer(banks.Of(context), await enrolment.RunAsync(context.Face().Owner, request, context.From(), cancel));

    private static async Task<IResult> ReplaceAsync(ReplacementRequest request, HttpContext context, ReplacementAsking asking, Banks banks, CancellationToken cancel) =>
        Answer(banks.Of(context).Profile.Certificate.HasProgram ? await asking.RunAsync(context.Face().Owner, request, context.From(), cancel) : EnrolmentRefusals.NotByProgram);

    private static async Task<IResult> StandAsReplacementAsync(ReplacementStandingRequest request, HttpContext context, ReplacementAsking asking, CancellationToken cancel) =>
        Answer(await asking.StandingAsync(context.Face().Owner, request.RequestKey, cancel));

    private static async Task<IResult> StandAsync(HttpContext context, ProgramRenewal renewal, CancellationToken cancel) =>
        Answer(await renewal.StandingAsync(context.Face().Owner, context.CertificateSha256(), cancel));

    private static async Task<IResult> RenewAsync(RenewalRequest request, HttpContext context, ProgramRenewal renewal, Banks banks, CancellationToken cancel) =>
        Answer(banks.Of(context), await renewal.RunAsync(context.Face().Owner, context.CertificateSha256(), request, context.From(), cancel));

    private static async Task<IResult> AuthenticateRenewalAsync(RenewalAuthenticationRequest request, HttpContext context, ProgramRenewal renewal, CancellationToken cancel) =>
        Answer(await renewal.AuthenticateAsync(context.Face().Owner, context.CertificateSha256(), request, context.From(), cancel));

    private static async Task<IResult> AllowAsync(UnattendedRenewalConsent consent, HttpContext context, ProgramRenewal renewal, CancellationToken cancel) =>
        Answer(await renewal.AllowAsync(context.Face().Owner, context.CertificateSha256(), consent, context.From(), cancel));

    private static async Task<IResult> WithdrawAsync(HttpContext context, ProgramRenewal renewal, CancellationToken cancel) =>
        Answer(await renewal.WithdrawAsync(context.Face().Owner, context.CertificateSha256(), context.From(), cancel));

    private static IResult Answer(ServedBank served, Outcome<Certificate> outcome) => Answer(outcome.Refusal is { } refusal ? refusal : Enrolled(served, outcome.Value));

    private static Outcome<EnrolledCertificate> Enrolled(ServedBank served, Certificate leaf) => new EnrolledCertificate(
        leaf.Serial, leaf.Der.ToArray(), [served.IssuingAuthority.RawData, served.Root.RawData], served.Profile.Code, served.Profile.Name,
        leaf.NotAfter - served.Profile.Certificate.RenewalWindow);

    private static IResult Answer<T>(Outcome<T> outcome) => outcome.Refusal is { } refusal ? refusal.AsProblem() : Json(outcome.Value);

    private static IResult Json<T>(T value) => Results.Json(value, Warifu.Wire.WireJson.Options);
}
