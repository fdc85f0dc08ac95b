using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Certificates.Unattended;
using Warifu.Desk.Replacements;
using Warifu.Desk.Keys.Tokens;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;

namespace Warifu.Desk.Certificates;

/// <summary>処理中 (seed 004): as long as the bank takes; then on to the result, to the one-time password, or back with what was refused.</summary>
[OnFace(DeskServer.Face)]
internal sealed class WaitModel(Enrolments enrolments, TimeProvider time) : PageModel
{
    public const string Path = "/working";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public static string PathTo(Enrolment enrolment) => $"{Path}?id={enrolment.Id}";

    /// <summary>The page asks for itself until it is no longer the answer; without its module a link does.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (enrolments.Find(Id) is not { } enrolment)
            return Redirect("/"); // Of an earlier run: the list shows what is unanswered.
        await enrolment.SettleAsync(Patience, time, cancel);
        if (enrolment is { Stage: EnrolmentStage.WantsToken, Token: { } token })
        {
            if (!new OwnToken(token).IsOpen)
                return Redirect(OpenTokenModel.PathTo(token, PathTo(enrolment)));
            enrolments.GoOn(enrolment);
            return Page();
        }
        return enrolment.Stage switch
        {
            EnrolmentStage.Working or EnrolmentStage.WantsToken => Page(),
            EnrolmentStage.WantsOneTimePassword => Redirect(OneTimeModel.PathTo(enrolment)),
            EnrolmentStage.Refused when enrolment.Allows => Redirect(LeaveModel.PathAfter(enrolment)),
            EnrolmentStage.Done when enrolment.Allows => Redirect(LeaveModel.PathTo(enrolment.Held!)),
            EnrolmentStage.Refused => Redirect(enrolment.NewPc is not null ? ReplaceModel.PathAfter(enrolment) : enrolment.Renews is null ? IssueModel.PathAfter(enrolment) : RenewModel.PathAfter(enrolment)),
            EnrolmentStage.Done => Redirect(enrolment.Asked is { } asked ? ReplacementModel.PathTo(asked) : ResultModel.PathTo(enrolment.Held!)),
            _ => throw new InvalidOperationException($"Unknown stage {enrolment.Stage}."),
        };
    }
}
