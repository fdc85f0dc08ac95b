using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Pki.Certificates;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Bank.Enrolment.Est;

/// <summary>
/// Enrolment over Secure Transport (RFC 7030) for standard clients and devices. It stands on the face for programs, whose handshake asks for
/// a certificate and does not insist: simpleenroll comes without one, simplereenroll with the old one. The host says which bank.
/// </summary>
internal static partial class EstEndpoints
{
    public const string Root = "/.well-known/est";

    public static void MapEst(this IEndpointRouteBuilder routes)
    {
        var est = routes.MapGroup(Root).WithMetadata(new OnFaceAttribute(BankFaces.Api)).AddEndpointFilter(WithoutDatabaseAsync);
        est.MapGet("/cacerts", CertificatesOf);
        est.MapGet("/csrattrs", () => EstAnswers.Of(EstAnswers.Attributes, RequestAttributes.Encode()));
        est.MapPost("/simpleenroll", EnrolAsync);
        est.MapPost("/simplereenroll", RenewAsync);
    }

    private static IResult CertificatesOf(HttpContext context, Banks banks)
    {
        var bank = banks.Of(context);
        return EstAnswers.Of(EstAnswers.Bundle, CertificateBundle.Encode(Der(bank.IssuingAuthority), Der(bank.Root)));
    }

    private static async Task<IResult> EnrolAsync(HttpContext context, CredentialEnrolment enrolment)
    {
        if (BasicCredential.Read(context.Request.Headers.Authorization) is not { } given)
            return EstAnswers.Of(EstRefusals.NotAuthorised);
        var csr = await EstBody.ReadAsync(context);
        return Answer(await enrolment.RunAsync(
            context.Face().Owner, given.LoginId, given.Secret, csr, context.From(), context.RequestAborted));
    }

    private static async Task<IResult> RenewAsync(HttpContext context, CertificateRenewal renewal)
    {
        if (context.CertificateSha256() is not { } old)
            return EstAnswers.Of(EstRefusals.CertificateNeeded);
        var csr = await EstBody.ReadAsync(context);
        if (csr.Refusal is { } unsound)
            return EstAnswers.Of(unsound);
        // RFC 7030, 4.2.2: the subject is identical to that of the certificate being renewed, so it is there.
        if (csr.Value.Subject == Subject.Empty)
            return EstAnswers.Of(RenewalRefusals.OtherHolder);
        return Answer(await renewal.RunAsync(
            context.Face().Owner, old, KeyOf(old, csr.Value), csr.Value, new Renewing(context.From()) { Unattended = true }, context.RequestAborted));
    }

    /// <summary>EST has no request key. The same request with the same old certificate is the same renewal.</summary>
    private static Guid KeyOf(byte[] old, SigningRequest csr) => new(SHA256.HashData([.. old, .. csr.Sha256]).AsSpan(0, 16));

    private static IResult Answer(Outcome<Certificate> outcome) => outcome.Refusal is { } refusal
        ? EstAnswers.Of(refusal)
        : EstAnswers.Of(EstAnswers.Enrolled, CertificateBundle.Encode(outcome.Value.Der));

    /// <summary>Every step can be taken again, so a database that is away for a moment is no fault of the client's and none of ours.</summary>
    private static async ValueTask<object?> WithoutDatabaseAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        try
        {
            return await next(invocation);
        }
        catch (NpgsqlException lost) when (lost is not PostgresException || lost.IsTransient || IsShutdown(lost))
        {
            Lost(invocation.HttpContext.RequestServices.GetRequiredService<ILogger<CertificateRenewal>>(), lost);
            return EstAnswers.Of(EstRefusals.Busy);
        }
    }

    // Class 57, operator intervention: the database is being stopped or started.
    private static bool IsShutdown(NpgsqlException lost) => lost.SqlState?.StartsWith("57P", StringComparison.Ordinal) == true;

    private static ReadOnlyMemory<byte> Der(X509Certificate2 certificate) => certificate.RawDataMemory;

    [LoggerMessage(2221, LogLevel.Warning, "The database could not be reached; the client is asked to come back.")]
    private static partial void Lost(ILogger log, Exception lost);
}
