using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Desk.Certificates;

/// <summary>Whose certificate it is to be, before anything secret is entered.</summary>
[OnFace(DeskServer.Face)]
internal sealed class ChooseBankModel(KnownBanks banks) : PageModel
{
    public const string Path = "/banks";

    public IReadOnlyList<KnownBank> Known => banks.All;

    [BindProperty]
    public string Address { get; set; } = "";

    public Refusal? Refusal { get; private set; }

    public IActionResult OnPost()
    {
        if (KnownBanks.Read(Address) is { } site)
            return Redirect(DeskServer.PathFor($"{ProgramAddress.Issue(site)}"));
        Refusal = DeskRefusals.BankAddress;
        return this.PageWith(Refusal);
    }
}
