using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Certificates;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Desk.Keys.Tokens;

/// <summary>Asks for a token, then for its PIN, and leads back to what needed it (seed 004, E4).</summary>
[OnFace(DeskServer.Face)]
internal sealed class OpenTokenModel(DeskFolder folder) : PageModel
{
    private const string Path = "/tokens/open";

    /// <summary>Its id.</summary>
    [BindProperty(SupportsGet = true)]
    public string Token { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "return")]
    public string? Return { get; set; }

    [BindProperty]
    public string Pin { get; set; } = "";

    [BindProperty]
    public bool LastTryToo { get; set; }

    public TokenName Name { get; private set; } = null!;

    /// <summary>Null where it is not in.</summary>
    public TokenStanding? Standing { get; private set; }

    public Refusal? Refusal { get; private set; }

    public string Next => Return is ['/', not '/' and not '\\', ..] ? Return : "/";

    public static string PathTo(TokenName token, string next) => $"{Path}?token={Uri.EscapeDataString(token.Id)}&return={Uri.EscapeDataString(next)}";

    /// <summary>The token of a place, if somebody has to open it first.</summary>
    public static TokenName? Needed(KeyPlace? place) => place?.Token is { } token && !new OwnToken(token).IsOpen ? token : null;

    public IActionResult OnGet() => Show(refusal: null);

    public IActionResult OnPost() =>
        Known() is not { } token ? this.Refused(TokenRefusals.Missing)
        : TokenPin.Open(new OwnToken(token), Pin, LastTryToo) is { } refusal ? Show(refusal)
        : Redirect(Next);

    private IActionResult Show(Refusal? refusal)
    {
        if (Known() is not { } token)
            return this.Refused(TokenRefusals.Missing);
        var seen = new OwnToken(token).Look();
        if (refusal is null && seen.Refusal is null && seen.Value.IsOpen)
            return Redirect(Next);
        (Name, Standing) = (token, seen.Refusal is null ? seen.Value : null);
        Refusal = seen.Refusal ?? refusal ?? (seen.Value.PinLocked ? TokenRefusals.PinLocked : null);
        return this.PageWith(Refusal);
    }

    /// <summary>One that is in, or that a certificate or a request of this PC names.</summary>
    private TokenName? Known() =>
        HeldCertificate.All(folder).Select(held => held.Place).Concat(Asking.Unanswered(folder).Select(asked => asked.Place)).Select(place => place?.Token)
            .Concat(OwnToken.All(folder).Select(standing => standing.Name)).FirstOrDefault(token => token?.Id == Token);
}
