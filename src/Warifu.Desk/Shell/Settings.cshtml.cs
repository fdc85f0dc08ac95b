using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Keys;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Desk.Shell;

/// <summary>設定: whether the program starts with the PC, and where it keeps what.</summary>
[OnFace(DeskServer.Face)]
internal sealed class SettingsModel(DeskFolder folder, KeyKeeping keeping, Desktop desktop) : PageModel
{
    public const string Path = "/settings";

    [BindProperty]
    public bool AtLogin { get; set; }

    public string Folder => folder.Path;

    public OpenedBy? Keys => keeping.Chosen;

    public bool Saved { get; private set; }

    public Refusal? Refusal { get; private set; }

    public void OnGet() => AtLogin = desktop.StartsAtLogin;

    public IActionResult OnPost()
    {
        Refusal = desktop.StartAtLogin(AtLogin);
        Saved = Refusal is null;
        return this.PageWith(Refusal);
    }
}
