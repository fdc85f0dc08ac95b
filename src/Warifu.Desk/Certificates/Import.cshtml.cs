using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Certificates.Browsers;
using Warifu.Desk.Keys;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Desk.Certificates;

/// <summary>Takes over a certificate that was acquired elsewhere: one that a browser of this user holds, or a file that it saved.</summary>
[OnFace(DeskServer.Face)]
[RequestSizeLimit(2 * ImportCertificate.MostOctets)]
internal sealed class ImportModel(DeskFolder folder, OpenedKeys keys, KnownBanks banks, Translation language, TimeProvider time) : PageModel
{
    public const string Path = "/import";

    [BindProperty]
    public IFormFile? Chosen { get; set; }

    [BindProperty]
    public string Password { get; set; } = "";

    [BindProperty]
    public string Bank { get; set; } = "";

    /// <summary>Of the chosen certificate in a browser.</summary>
    [BindProperty]
    public string Serial { get; set; } = "";

    /// <summary>The browser's primary password.</summary>
    [BindProperty]
    public string Primary { get; set; } = "";

    public Refusal? Refusal { get; private set; }

    /// <summary>Elsewhere browsers share the system's store, whose keys stay where they are.</summary>
    public bool SearchesBrowsers => OperatingSystem.IsLinux();

    public IReadOnlyList<FoundInBrowser> Found { get; private set; } = [];

    /// <summary>Browsers that tell nothing without their primary password.</summary>
    public IReadOnlyList<string> Shut { get; private set; } = [];

    public bool AsksPrimary => Shut.Count > 0 || Primary.Length > 0;

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel) => await AnswerAsync(await TakeAsync(cancel), cancel);

    /// <summary>With the primary password.</summary>
    public Task<IActionResult> OnPostLookAsync(CancellationToken cancel) => ShowAsync(cancel);

    public async Task<IActionResult> OnPostFoundAsync(CancellationToken cancel)
    {
        await FindAsync(cancel);
        var chosen = Found.FirstOrDefault(one => one.Serial == Serial);
        return await AnswerAsync(
            chosen is null ? DeskRefusals.NoSuchCertificate
            : KnownBanks.Read(Bank) is not { } site ? DeskRefusals.BankAddress
            : await chosen.TakeAsync(folder, keys.Vault, Primary, site, language.IsJapanese, cancel), cancel);
    }

    private async Task<IActionResult> AnswerAsync(Outcome<HeldCertificate> taken, CancellationToken cancel)
    {
        if (taken.Refusal is null)
            return Redirect(DetailsModel.PathTo(taken.Value));
        Refusal = taken.Refusal;
        return await ShowAsync(cancel);
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancel)
    {
        await FindAsync(cancel);
        // Most people deal with one bank.
        if (Bank.Length == 0 && banks.All is [var only])
            Bank = only.Site.GetLeftPart(UriPartial.Authority);
        return this.PageWith(Refusal);
    }

    private async Task FindAsync(CancellationToken cancel)
    {
        var (found, shut) = (new List<FoundInBrowser>(), new List<string>());
        foreach (var database in SearchesBrowsers ? BrowserDatabase.OfThisUser : [])
        {
            var inIt = await FoundInBrowser.InAsync(folder, database, Primary, time.GetUtcNow(), cancel);
            if (inIt.Refusal is null)
                found.AddRange(inIt.Value);
            else if (inIt.Refusal == BrowserRefusals.PasswordNeeded)
                shut.Add(database.Browser);
            else
                Refusal ??= inIt.Refusal;
        }
        (Found, Shut) = (found, shut);
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
