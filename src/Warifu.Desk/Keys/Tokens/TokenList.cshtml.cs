using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Certificates;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Desk.Keys.Tokens;

/// <summary>USBトークン: which are in, what was found in them, and by which libraries this PC reaches them.</summary>
[OnFace(DeskServer.Face)]
internal sealed class TokenListModel(DeskFolder folder, OpenedKeys keys, Translation language) : PageModel
{
    public const string Path = "/tokens";

    /// <summary>Id of the token that holds what is to be taken.</summary>
    [BindProperty]
    public string Token { get; set; } = "";

    /// <summary>Name of its key.</summary>
    [BindProperty]
    public string Key { get; set; } = "";

    [BindProperty]
    public string Bank { get; set; } = "";

    [BindProperty]
    public string Library { get; set; } = "";

    public IReadOnlyList<(TokenStanding Token, IReadOnlyList<FoundCertificate> Found)> Tokens { get; private set; } = [];

    public IReadOnlyList<(string Library, Refusal? Fault)> Libraries { get; private set; } = [];

    public Refusal? Refusal { get; private set; }

    public IReadOnlyList<string> Listed(TokenName token) => [.. HeldCertificate.All(folder).Where(held => held.Place?.Token == token).Select(held => held.LoginId)];

    public void OnGet() => Look();

    public async Task<IActionResult> OnPostTakeAsync(CancellationToken cancel)
    {
        var token = OwnToken.All(folder).FirstOrDefault(standing => standing.Name.Id == Token)?.Name;
        if (OpenTokenModel.Needed(token is null ? null : new KeyPlace(token)) is { } shut)
            return Redirect(OpenTokenModel.PathTo(shut, Path));
        var taken = await TakeAsync(token, cancel);
        return taken.Refusal is { } refusal ? Show(refusal) : Redirect(DetailsModel.PathTo(taken.Value));
    }

    public IActionResult OnPostLibrary() => TokenLibraries.Add(folder, Library.Trim()) is { } refusal ? Show(refusal) : Redirect(Path);

    private async Task<Outcome<HeldCertificate>> TakeAsync(TokenName? token, CancellationToken cancel)
    {
        if (token is null)
            return TokenRefusals.Missing;
        if (KnownBanks.Read(Bank) is not { } site)
            return DeskRefusals.BankAddress;
        var found = FoundCertificate.In(folder, token);
        if (found.Refusal is { } refusal)
            return refusal;
        return found.Value.FirstOrDefault(one => one.KeyName == Key) is { } chosen
            ? await new TakeFound(folder, keys.Vault).RunAsync(chosen, site, language.IsJapanese, cancel)
            : DeskRefusals.NoSuchCertificate;
    }

    private PageResult Show(Refusal refusal)
    {
        Refusal = refusal;
        Response.StatusCode = refusal.Status;
        Look();
        return Page();
    }

    private void Look()
    {
        Libraries = [.. TokenLibraries.Of(folder).Select(library => (library, OwnToken.In(library).Refusal))];
        Tokens = [.. OwnToken.All(folder).Select(token => (token, FoundCertificate.In(folder, token.Name) is { Refusal: null } found ? found.Value : []))];
    }
}
