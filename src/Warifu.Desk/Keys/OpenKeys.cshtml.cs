using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Desk.Keys;

/// <summary>
/// The first start asks how the keys of this PC are to be kept, in plain words; later starts ask for the passphrase, where that
/// was the choice.
/// </summary>
[OnFace(DeskServer.Face)]
internal sealed class OpenKeysModel(KeyKeeping keeping, OpenedKeys keys) : PageModel
{
    public const string Path = "/open";

    // Several words; a guess at the sealed file costs 300,000 hashes.
    private const int LeastLetters = 12;

    [BindProperty(SupportsGet = true, Name = "return")]
    public string? Return { get; set; }

    [BindProperty]
    public OpenedBy How { get; set; }

    [BindProperty]
    public string Passphrase { get; set; } = "";

    [BindProperty]
    public string Again { get; set; } = "";

    public bool IsFirst { get; private set; }

    public bool HasKeyring { get; private set; }

    /// <summary>The keyring was the choice: there is nothing to enter.</summary>
    public bool IsByKeyring => keeping.Chosen == OpenedBy.Keyring;

    public Refusal? Refusal { get; private set; }

    public async Task<IActionResult> OnGetAsync() => keys.AreOpen ? Redirect(Next) : await ShowAsync(await keys.OpenUnaskedAsync());

    public async Task<IActionResult> OnPostAsync() =>
        keys.AreOpen || await BeginAsync() is not { } refusal ? Redirect(Next) : await ShowAsync(refusal);

    private string Next => Return is ['/', not '/' and not '\\', ..] ? Return : "/";

    private async Task<Refusal?> BeginAsync() => (keeping.Chosen, How) switch
    {
        (OpenedBy.Keyring, _) => await keys.OpenUnaskedAsync(),
        (OpenedBy.Passphrase, _) => keys.Open(keeping.OpenWith(Passphrase)),
        (null, OpenedBy.Keyring) => keys.Open(await keeping.BeginWithKeyringAsync()),
        (null, _) when Passphrase.Length < LeastLetters => DeskRefusals.PassphraseShort,
        (null, _) when Passphrase != Again => DeskRefusals.PassphrasesDiffer,
        (null, _) => keys.Open(keeping.BeginWith(Passphrase)),
        _ => throw new InvalidOperationException("Unknown way to keep keys."),
    };

    private async Task<IActionResult> ShowAsync(Refusal? refusal)
    {
        if (refusal is null && keys.AreOpen)
            return Redirect(Next);
        (IsFirst, Refusal) = (keeping.Chosen is null, refusal);
        HasKeyring = IsFirst && await keeping.HasKeyringAsync();
        return this.PageWith(refusal);
    }
}
