using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Bank.Replacements;

/// <summary>パソコンの交換: new PCs of the company that wait for somebody's approval, or for their cooling-off.</summary>
[OnFace(BankFaces.Cert)]
[NeedsSession]
internal sealed class ReplacementsModel(Database database, ReplacementDeciding deciding) : PageModel
{
    public const string Path = "/replacements";

    /// <summary>The one that was chosen, or is dealt with.</summary>
    [BindProperty(SupportsGet = true, Name = "request")]
    public Guid RequestKey { get; set; }

    [BindProperty]
    public string Code { get; set; } = "";

    /// <summary>確認用パスワード</summary>
    [BindProperty]
    public string Confirmation { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "said")]
    public string? Said { get; set; }

    public IReadOnlyList<Replacement> UnderWay { get; private set; } = [];

    public Refusal? Refusal { get; private set; }

    public Guid Oneself => HttpContext.Session().UserId;

    /// <summary>A colleague's that waits for approval.</summary>
    public bool MayApprove(Replacement one) => one.OpensAt is null && one.UserId != Oneself;

    /// <summary>The form of approval stands once on a page.</summary>
    public bool IsChosen(Replacement one) => MayApprove(one) && (one.RequestKey == RequestKey || UnderWay.Count(MayApprove) == 1);

    public Task OnGetAsync(CancellationToken cancel) => ReadAsync(cancel);

    public async Task<IActionResult> OnPostApproveAsync(CancellationToken cancel) =>
        await AnswerAsync(await deciding.ApproveAsync(HttpContext.Session(), RequestKey, Code, Confirmation, HttpContext.From(), cancel), "approved", cancel);

    public async Task<IActionResult> OnPostStopAsync(CancellationToken cancel) =>
        await AnswerAsync(await deciding.StopAsync(HttpContext.Session(), RequestKey, HttpContext.From(), cancel), "stopped", cancel);

    private async Task<IActionResult> AnswerAsync(Refusal? refusal, string said, CancellationToken cancel)
    {
        if (refusal is null)
        {
            Response.Headers.Location = $"{Path}?said={said}";
            return StatusCode(StatusCodes.Status303SeeOther);
        }
        Refusal = refusal;
        Response.StatusCode = refusal.Status;
        await ReadAsync(cancel);
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        var session = HttpContext.Session();
        UnderWay = await database.InTenantAsync(session.Bank, work => Replacement.OfContractAsync(work, session.ContractId, database.Time.GetUtcNow()), cancel);
    }
}
