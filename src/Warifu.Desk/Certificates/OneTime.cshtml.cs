using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Desk.Certificates;

/// <summary>ワンタイムパスワード入力 (seed 003, step 4 of the renewal): where the contract has one.</summary>
[OnFace(DeskServer.Face)]
internal sealed class OneTimeModel(Enrolments enrolments) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public string Code { get; set; } = "";

    public Enrolment Enrolment { get; private set; } = null!;

    public Refusal? Refusal { get; private set; }

    public static string PathTo(Enrolment enrolment) => $"/one-time-password?id={enrolment.Id}";

    public IActionResult OnGet() => Show(refusal: null);

    public IActionResult OnPost()
    {
        var code = string.Concat(Code.Where(letter => !char.IsWhiteSpace(letter)));
        if (code.Length == 0)
            return Show(CertificateRefusals.OneTimeMissing);
        if (enrolments.Find(Id) is not { } enrolment)
            return Redirect("/");
        enrolments.GoOn(enrolment, code);
        return Redirect(WaitModel.PathTo(enrolment));
    }

    private IActionResult Show(Refusal? refusal)
    {
        if (enrolments.Find(Id) is not { Stage: EnrolmentStage.WantsOneTimePassword } enrolment)
            return Redirect("/");
        (Enrolment, Refusal) = (enrolment, refusal);
        return this.PageWith(refusal);
    }
}
