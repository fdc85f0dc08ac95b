using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Keys;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Desk.Certificates;

/// <summary>Takes over a certificate's file that a browser saved.</summary>
[OnFace(DeskServer.Face)]
[RequestSizeLimit(2 * ImportCertificate.MostOctets)]
internal sealed class ImportModel(DeskFolder folder, OpenedKeys keys, Translation language) : PageModel
{
    public const string Path = "/import";

    [BindProperty]
    public IFormFile? Chosen { get; set; }

    [BindProperty]
    public string Password { get; set; } = "";

    [BindProperty]
    public string Bank { get; set; } = "";

    public Refusal? Refusal { get; private set; }

    public void OnGet()
    {
        // The empty form is the page.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var taken = await TakeAsync(cancel);
        if (taken.Refusal is null)
            return Redirect(DetailsModel.PathTo(taken.Value));
        Refusal = taken.Refusal;
        Response.StatusCode = Refusal.Status;
        return Page();
    }

    private async Task<Outcome<HeldCertificate>> TakeAsync(CancellationToken cancel)
    {
        if (Chosen is not { Length: > 0 and <= ImportCertificate.MostOctets } file)
            return ImportRefusals.NotReadable;
        if (KnownBanks.Read(Bank) is not { } site)
            return DeskRefusals.BankAddress;
        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancel);
        return await new ImportCertificate(folder, keys.Vault).RunAsync(content.ToArray(), Password, site, language.IsJapanese, cancel);
    }
}
