using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Enrolment.InBrowser;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Web.Problems;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Bank.Replacements.InBrowser;

/// <summary>
/// パソコンの交換 where a page makes the key: its script keeps the key, asks, shows the code and looks again. When the certificate may be had,
/// the page of acquisition takes up the same key (<see cref="AcquireInBrowserModel"/>).
/// </summary>
[OnFace(BankFaces.Www)]
internal sealed class NewPcInBrowserModel(Banks banks, ReplacementAsking asking, Translation words) : PageModel
{
    public const string Path = "/certificates/browser/new-pc";

    [BindProperty]
    public string LoginId { get; set; } = "";

    [BindProperty]
    public string Password { get; set; } = "";

    [BindProperty]
    public string OneTime { get; set; } = "";

    /// <summary>What its user calls the new PC.</summary>
    [BindProperty]
    public string Pc { get; set; } = "";

    [BindProperty]
    public Guid RequestKey { get; set; }

    public EnrollingView View => new(banks.Of(HttpContext).Profile, IsRenewal: false);

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (!IsOffered(banks.Of(HttpContext).Profile.Certificate))
            context.Result = this.Refused(ReplacementRefusals.NotOffered);
    }

    public static bool IsOffered(CertificatePolicy policy) => policy is { AcquisitionInBrowser: true, ReplacementWait: not null };

    public void OnGet()
    {
        // The empty form is the page.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel) => RequestKey == Guid.Empty
        ? this.Refused(WebRefusals.Malformed)
        : Answer(await asking.RunAsync(HttpContext.Face().Owner, new(RequestKey, LoginId, Password, OneTime, Pc), HttpContext.From(), cancel));

    /// <summary>For who waits: the request key alone tells how it stands.</summary>
    public async Task<IActionResult> OnPostStandingAsync(CancellationToken cancel) =>
        Answer(await asking.StandingAsync(HttpContext.Face().Owner, RequestKey, cancel));

    private IActionResult Answer(Outcome<ReplacementStanding> outcome) => outcome.Refusal is { } refusal ? this.Refused(refusal)
        : new JsonResult(new StandingInBrowser(
            outcome.Value.State, outcome.Value.Code, words.Moment(outcome.Value.CodeEnds), Moment(outcome.Value.Opens), Moment(outcome.Value.Ends)), WireJson.Options);

    private string? Moment(DateTimeOffset? moment) => moment is { } at ? words.Moment(at) : null;
}

/// <summary>A <see cref="ReplacementStanding"/> with its times in the reader's words.</summary>
internal sealed record StandingInBrowser(ReplacementState State, string Code, string CodeEnds, string? Opens, string? Ends);
