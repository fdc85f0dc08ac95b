using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Keys;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Desk.Certificates;

/// <summary>What pages that ask for a certificate have alike: the login password, and where the key is to be. A try that was refused is taken up.</summary>
internal abstract class EnrolmentPage(DeskFolder folder, Enrolments enrolments) : PageModel
{
    [BindProperty]
    public string Password { get; set; } = "";

    /// <summary>The try that was refused, for another.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? After { get; set; }

    /// <summary>Id of the chosen place of the key, as the form has it.</summary>
    [BindProperty]
    public string? Place { get; set; }

    /// <summary>Where the key is to be, as an address asks it: <c>token</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Onto { get; set; }

    public PlaceChoice Places { get; private set; } = null!;

    public Refusal? Refusal { get; private set; }

    protected DeskFolder Folder => folder;

    protected Enrolments Enrolments => enrolments;

    protected Enrolment? Tried => After is { } id ? enrolments.Find(id) : null;

    protected Outcome<KeyPlace> ChosenPlace => PlaceChoice.Read(folder, Place);

    /// <param name="usual">Where the certificate that is renewed has its key.</param>
    protected IActionResult Show(Refusal? refusal, KeyPlace? usual)
    {
        Refusal = refusal;
        Places = PlaceChoice.Now(folder, Place ?? Onto ?? Tried?.Place?.Id, usual);
        return this.PageWith(refusal);
    }
}
