using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Certificates;
using Warifu.Desk.Keys;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire.Enrolment;

namespace Warifu.Desk.Shell;

/// <summary>
/// What a <c>warifu:</c> address leads to. Any page of any site can open one: a bank that is not known is shown and confirmed by
/// the user before he is asked for anything.
/// </summary>
[OnFace(DeskServer.Face)]
internal sealed class ArriveModel(KnownBanks banks) : PageModel
{
    public const string Path = "/arrive";

    [BindProperty(SupportsGet = true)]
    public string Address { get; set; } = "";

    public Uri Bank { get; private set; } = null!;

    public IActionResult OnGet()
    {
        if (ProgramAddress.Parse(Address) is not { } asked)
            return this.Refused(ShellRefusals.AddressRefused);
        if (asked.Bank is not null && banks.Find(asked.Bank) is null)
        {
            Bank = asked.Bank;
            return Page();
        }
        return Redirect(ScreenFor(asked));
    }

    public IActionResult OnPost()
    {
        if (ProgramAddress.Parse(Address) is not { Bank: { } bank } asked)
            return this.Refused(ShellRefusals.AddressRefused);
        banks.Confirm(bank);
        return Redirect(ScreenFor(asked));
    }

    private static string ScreenFor(ProgramAddress asked) => asked.Verb switch
    {
        ProgramVerb.Open => "/",
        ProgramVerb.Issue => asked.OntoToken ? IssueModel.PathOntoToken(asked.Bank!) : IssueModel.PathTo(asked.Bank!),
        ProgramVerb.Renew => $"/?renew={asked.Serial}{(asked.OntoToken ? $"&onto={PlaceChoice.OntoToken}" : "")}",
        _ => throw new ArgumentOutOfRangeException(nameof(asked)),
    };
}
