using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Warifu.Authority.Authorities;
using Warifu.Authority.Issuance;
using Warifu.Authority.Log;
using Warifu.Authority.Revocation;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Authority.Registration;

/// <summary>
/// The registration wire. Each request reads the register for the bank of its connection's certificate; nothing in a message
/// can name another one.
/// </summary>
internal static class RegistrationEndpoints
{
    public const string Face = "registration";

    public static readonly Refusal CertificateMissing = new("registration-certificate-missing", 401,
        new("銀行の登録用証明書が示されていません。", "No registration certificate was presented."),
        new("登録用証明書で接続してください。", "Connect with the bank's registration certificate."));

    public static readonly Refusal CertificateUnknown = new("registration-certificate-unknown", 403,
        new("この登録用証明書は登録されていないか、期限が切れています。", "This registration certificate is not registered, or has expired."),
        new("認証局の運用者に登録を依頼してください。", "Ask the authority's operator to register it."));

    public static readonly Refusal SerialMalformed = new("serial-number-malformed", 400,
        new("シリアル番号は16から40桁の小文字の16進数です。", "A serial number is 16 to 40 lower-case hex digits."),
        new("シリアル番号を確かめてください。", "Check the serial number."));

    public static void Map(IEndpointRouteBuilder app)
    {
        var wire = app.MapGroup("").WithMetadata(new OnFaceAttribute(Face)).AddEndpointFilter(KnowBankAsync);
        wire.MapPost(RegistrationWire.Certificates, IssueAsync);
        wire.MapGet(RegistrationWire.Certificates + "/{serial}", FindAsync);
        wire.MapPost(RegistrationWire.Certificates + "/{serial}/revocation", RevokeAsync);
        wire.MapPost(RegistrationWire.Certificates + "/{serial}/renewal", RenewAsync);
        wire.MapPost(RegistrationWire.Certificates + "/{serial}/suspension", SuspendAsync);
        wire.MapPost(RegistrationWire.Certificates + "/{serial}/resumption", ResumeAsync);
        wire.MapGet(RegistrationWire.Changes, StreamAsync);
        wire.MapGet(RegistrationWire.Authority, Authority);
        LogEndpoints.MapRegistration(wire);
    }

    private static async ValueTask<object?> KnowBankAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (context.CertificateSha256() is not { } sha256)
            return CertificateMissing.AsProblem();
        var register = context.RequestServices.GetRequiredService<RegistrationCertificates>();
        if (await register.BankOfAsync(sha256, context.RequestAborted) is not { } bank)
            return CertificateUnknown.AsProblem();
        context.Features.Set(bank);
        return await next(invocation);
    }

    private static async Task<IResult> IssueAsync(
        IssueRequest request, HttpContext context, Issuing issuing, OpenAuthorities authorities, Database database)
    {
        var bank = BankOf(context);
        if (authorities.OfCustomers(bank) is not { } authority)
            return IssuanceRefusals.NoAuthority.AsProblem();
        var order = IssuanceOrder.OfCustomer(bank, authority, request);
        return order.Refusal is { } refusal
            ? refusal.AsProblem()
            : Issued(context, await issuing.IssueAsync(order.Value, database.Time.GetUtcNow(), context.RequestAborted));
    }

    private static async Task<IResult> FindAsync(string serial, HttpContext context, Revoking register) =>
        Read(serial) is { } number
            ? Answer(await register.FindAsync(BankOf(context), number, context.RequestAborted))
            : SerialMalformed.AsProblem();

    private static async Task<IResult> RenewAsync(
        string serial, RenewRequest request, HttpContext context, Issuing issuing, OpenAuthorities authorities, Database database)
    {
        var bank = BankOf(context);
        if (Read(serial) is not { } old)
            return SerialMalformed.AsProblem();
        var order = await Renewal.OrderAsync(database, bank, authorities, old, request, context.RequestAborted);
        return order.Refusal is { } refusal
            ? refusal.AsProblem()
            : Issued(context, await issuing.IssueAsync(order.Value, database.Time.GetUtcNow(), context.RequestAborted));
    }

    private static async Task<IResult> RevokeAsync(string serial, RevokeRequest request, HttpContext context, Revoking revoking) =>
        Read(serial) is { } number
            ? Answer(await revoking.RevokeAsync(BankOf(context), number, request.Reason, context.RequestAborted))
            : SerialMalformed.AsProblem();

    private static async Task<IResult> SuspendAsync(string serial, StandingRequest request, HttpContext context, Suspending suspending) =>
        Read(serial) is { } number
            ? Answer(await suspending.SuspendAsync(BankOf(context), number, request.RequestKey, context.RequestAborted))
            : SerialMalformed.AsProblem();

    private static async Task<IResult> ResumeAsync(string serial, StandingRequest request, HttpContext context, Suspending suspending) =>
        Read(serial) is { } number
            ? Answer(await suspending.ResumeAsync(BankOf(context), number, request.RequestKey, context.RequestAborted))
            : SerialMalformed.AsProblem();

    private static async Task<IResult> StreamAsync(HttpContext context, ChangeStream stream) =>
        await stream.RunAsync(context, BankOf(context), context.CertificateSha256()!) is { } refusal ? refusal.AsProblem() : Results.Empty;

    private static IResult Authority(HttpContext context, OpenAuthorities authorities)
    {
        var bank = BankOf(context);
        return authorities.OfCustomers(bank) is { } authority
            ? Results.Json(new IssuingAuthority(bank, authority.Certificate.Der.ToArray(), authorities.Root.Der.ToArray()), WireJson.Options)
            : IssuanceRefusals.NoAuthority.AsProblem();
    }

    internal static BankCode BankOf(HttpContext context) => context.Features.GetRequiredFeature<BankCode>();

    internal static SerialNumber? Read(string text)
    {
        try
        {
            return new SerialNumber(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    internal static IResult Answer<T>(Outcome<T> outcome) =>
        outcome.Refusal is { } refusal ? refusal.AsProblem() : Results.Json(outcome.Value, WireJson.Options);

    internal static IResult Issued(HttpContext context, Outcome<IssuedCertificate> outcome)
    {
        if (outcome.Refusal == IssuanceRefusals.Busy)
            context.Response.Headers.RetryAfter = "1"; // Seconds; by then another 1,000 are done.
        return Answer(outcome);
    }
}
