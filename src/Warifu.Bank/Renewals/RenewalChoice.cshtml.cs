using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Enrolment;
using Warifu.Bank.Enrolment.InBrowser;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Graphs;
using Warifu.Wire.Enrolment;

namespace Warifu.Bank.Renewals;

/// <summary>証明書更新選択 (seed 004): at every sign-in from the day on which renewal opens. It decides nothing; 確認 goes on without.</summary>
[OnFace(BankFaces.Cert)]
[NeedsSession]
internal sealed class RenewalChoiceModel(Database database, Banks banks) : PageModel
{
    public const string Path = "/renew";

    private const string Renew = "renew";

    /// <summary>更新する or 更新しない.</summary>
    [BindProperty]
    public string? Choice { get; set; }

    /// <summary>Where the user wanted to go.</summary>
    [BindProperty(SupportsGet = true, Name = "return")]
    public string? Return { get; set; }

    public BankProfile Profile => banks.Of(HttpContext).Profile;

    public ValidityBar Validity { get; private set; } = null!;

    /// <summary>A successor stands; it waits to be used.</summary>
    public bool IsRenewed { get; private set; }

    /// <summary>Its file may have been lost before it was imported: the page that made it makes another, which ends it.</summary>
    public bool MayMakeAnother { get; private set; }

    /// <summary>A USB token was handed out to him.</summary>
    public bool HasToken { get; private set; }

    public bool MayByBrowser => Profile.Certificate.RenewalInBrowser != RenewalInBrowser.None;

    public bool MayOntoToken => HasToken && Profile.Certificate is { HasProgram: true, UsbToken: true };

    /// <summary>Opens the program at its screen of renewal.</summary>
    public string ProgramStart => $"{ProgramAddress.Renew(PublicFace, HttpContext.Session().Certificate!.Serial)}";

    /// <inheritdoc cref="ProgramStart"/>
    public string TokenStart => $"{ProgramAddress.Renew(PublicFace, HttpContext.Session().Certificate!.Serial, ontoToken: true)}";

    public static string PathTo(string? wanted) => wanted is null or "/" ? Path : $"{Path}?return={Uri.EscapeDataString(wanted)}";

    /// <summary>For a session that begins only now: its first page, or the choice before it.</summary>
    public static string Before(string wanted, Session session, BankProfile profile, DateTimeOffset now) =>
        profile.Certificate.RenewalChoice && session.PasswordMustChange && session.Certificate is { } own && now >= own.Ends - profile.Certificate.RenewalWindow
            ? PathTo(wanted) : wanted;

    public Task OnGetAsync(CancellationToken cancel)
    {
        var session = HttpContext.Session();
        var now = database.Time.GetUtcNow();
        return database.InTenantAsync(session.Bank, async work =>
        {
            var own = await RenewedCertificate.FindAsync(work, session.Certificate!.Sha256);
            Validity = new(own.NotBefore, own.NotAfter, now, Profile.Certificate.RenewalWindow);
            IsRenewed = await RenewedCertificate.HasSuccessorAsync(work, own.Sha256, now);
            MayMakeAnother = MayByBrowser && await UnusedCertificates.IsSuccessorAsync(work, session.UserId, own.Sha256, now);
            HasToken = await work.SingleAsync<bool>(
                "select exists (select 1 from usb_token where bank_code = @Tenant and user_id = @UserId)", new { work.Tenant, session.UserId });
        }, cancel);
    }

    public IActionResult OnPost()
    {
        Response.Headers.Location = Choice == Renew && MayByBrowser ? RenewInBrowserModel.Path : Url.IsLocalUrl(Return) ? Return : "/";
        return StatusCode(StatusCodes.Status303SeeOther);
    }

    private Uri PublicFace => new(HttpContext.OnFace(BankFaces.Www, "/"));
}
