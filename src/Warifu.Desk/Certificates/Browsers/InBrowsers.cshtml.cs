using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Keys;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Desk.Certificates.Browsers;

/// <summary>Which browsers of this user hold a certificate; puts it there and takes it out.</summary>
[OnFace(DeskServer.Face)]
internal sealed class InBrowsersModel(DeskFolder folder, OpenedKeys keys) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Serial { get; set; } = "";

    /// <summary>Folder of the chosen database.</summary>
    [BindProperty]
    public string Database { get; set; } = "";

    /// <summary>The browser's primary password.</summary>
    [BindProperty]
    public string Primary { get; set; } = "";

    public HeldCertificate Held { get; private set; } = null!;

    /// <summary>Null: it has a primary password, without which it does not tell.</summary>
    public IReadOnlyList<(BrowserDatabase Database, bool? HasIt)> Found { get; private set; } = [];

    /// <summary>What an administrator puts into the managed policies so that Chromium does not ask which certificate to use.</summary>
    public string Policy => ChromiumPolicy.Text(Held);

    public Refusal? Refusal { get; private set; }

    public static string PathTo(HeldCertificate held) => $"/certificates/{held.Serial}/browsers";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public Task<IActionResult> OnPostPutAsync(CancellationToken cancel) =>
        ActAsync((browsers, database, held) => browsers.PutAsync(database, held, Primary, cancel), cancel);

    public Task<IActionResult> OnPostRemoveAsync(CancellationToken cancel) =>
        ActAsync((browsers, database, held) => browsers.RemoveAsync(database, held, Primary, cancel), cancel);

    private async Task<IActionResult> ActAsync(Func<BrowserCertificates, BrowserDatabase, HeldCertificate, Task<Refusal?>> act, CancellationToken cancel)
    {
        // Only what was found here is written to, whatever a form names.
        if (HeldCertificate.Of(folder, Serial) is { } held)
            Refusal = BrowserDatabase.OfThisUser.FirstOrDefault(database => database.Folder == Database) is { } chosen
                ? await act(new BrowserCertificates(folder, keys.Vault), chosen, held)
                : BrowserRefusals.NoSuchDatabase;
        if (Refusal is null)
            return Redirect(Request.Path);
        return await ShowAsync(cancel);
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancel)
    {
        if (HeldCertificate.Of(folder, Serial) is not { } held)
            return this.Refused(DeskRefusals.NoSuchCertificate);
        Held = held;
        var browsers = new BrowserCertificates(folder, keys.Vault);
        var found = new List<(BrowserDatabase, bool?)>();
        foreach (var database in BrowserDatabase.OfThisUser)
        {
            var has = await browsers.HasAsync(database, held, "", cancel);
            if (has.Refusal is { } refusal && refusal != BrowserRefusals.PasswordNeeded)
                Refusal ??= refusal;
            found.Add((database, has.Refusal is null ? has.Value : null));
        }
        Found = found;
        return this.PageWith(Refusal);
    }
}
