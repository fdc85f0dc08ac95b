using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Certificates;
using Warifu.Desk.Keys;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Web.Problems;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Desk.Replacements;

/// <summary>
/// How the request of this PC stands: the code to be read to who approves, then the day and hour from which the certificate may be had.
/// It is looked at again by itself, and by every later start of the program.
/// </summary>
[OnFace(DeskServer.Face)]
internal sealed class ReplacementModel(DeskFolder folder, OpenedKeys keys, Translation language) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Key { get; set; }

    public Asking Asked { get; private set; } = null!;

    public ReplacementStanding Standing => Asked.NewPc!.Standing!;

    /// <summary>Why the bank could not be asked now; what is shown is what it said before.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>Which of the three steps it is at.</summary>
    public int Step => Standing.State is ReplacementState.Open or ReplacementState.Done ? 3 : 2;

    public static string PathTo(Asking asked) => $"/replacements/{asked.RequestKey}";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await LookAsync(cancel) is not { } asked)
            return this.Refused(ReplacementRefusals.Gone);
        Asked = asked;
        return Page();
    }

    /// <summary>For the page's module: it shows the page anew when this differs.</summary>
    public async Task<IActionResult> OnGetStateAsync(CancellationToken cancel) => Content($"{(await LookAsync(cancel))?.NewPc!.Standing!.State}");

    /// <summary>Another one in its place.</summary>
    public IActionResult OnPostAgain() => Forget() is { } asked ? Redirect(ReplaceModel.PathTo(asked.Bank, asked.LoginId)) : this.Refused(ReplacementRefusals.Gone);

    public IActionResult OnPostForget() => Forget() is null ? this.Refused(ReplacementRefusals.Gone) : Redirect("/");

    private Asking? Find() => Asking.Unanswered(folder).FirstOrDefault(asked => asked.RequestKey == Key && asked.NewPc?.Standing is not null);

    private Asking? Forget()
    {
        var asked = Find();
        asked?.Forget(folder, keys.Vault);
        return asked;
    }

    private async Task<Asking?> LookAsync(CancellationToken cancel)
    {
        if (Find() is not { } asked || asked.NewPc is { IsOver: true })
            return Find();
        var seen = await SeenAsync(asked, cancel);
        Refusal = seen.Refusal;
        return seen.Refusal is null ? seen.Value : asked;
    }

    private async Task<Outcome<Asking>> SeenAsync(Asking asked, CancellationToken cancel)
    {
        try
        {
            return await new ReplaceCertificate(folder, keys.Vault).LookAsync(asked, language.IsJapanese, cancel);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return DeskFolder.Explain(failed);
        }
    }
}
