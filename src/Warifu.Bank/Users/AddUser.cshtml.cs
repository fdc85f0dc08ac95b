using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>新規登録 of 利用者情報の管理; ends with the paper for the new user, which is shown once.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession(Right.ManageUsers)]
internal sealed class AddUserModel(Banks banks, UserAdding adding) : PageModel
{
    [BindProperty]
    public string LoginId { get; set; } = "";

    [BindProperty]
    public string UserName { get; set; } = "";

    [BindProperty]
    public string? Mail { get; set; }

    [BindProperty]
    public string Kind { get; set; } = "";

    [BindProperty]
    public List<string> Grant { get; set; } = [];

    /// <summary>確認用パスワード</summary>
    [BindProperty]
    public string Confirmation { get; set; } = "";

    public OfferedKinds Offered { get; private set; } = null!;

    /// <summary>Once it is done.</summary>
    public NewUserPaper? Paper { get; private set; }

    public Refusal? Refusal { get; private set; }

    private BankProfile Profile => banks.Of(HttpContext).Profile;

    public void OnGet() => Offered = OfferedKinds.ForNew(Profile);

    public async Task OnPostAsync(CancellationToken cancel)
    {
        Offered = OfferedKinds.ForNew(Profile) with { Chosen = Kind, Granted = Grant };
        var typed = new TypedUser(LoginId, UserName, Kind, OfferedKinds.Read(Profile, Kind, Grant), string.IsNullOrWhiteSpace(Mail) ? null : Mail.Trim());
        var made = await adding.RunAsync(HttpContext.Session(), typed, Confirmation, HttpContext.From(), cancel);
        Refusal = made.Refusal;
        Response.StatusCode = Refusal?.Status ?? StatusCodes.Status200OK;
        if (Refusal is null)
            Paper = made.Value;
    }
}
