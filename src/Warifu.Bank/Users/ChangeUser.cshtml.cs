using Microsoft.AspNetCore.Mvc;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>利用者情報の変更 (seed 003, BRSK001): name, kind and rights.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession(Right.ManageUsers)]
internal sealed class ChangeUserModel(Database database, Banks banks, UserChange change) : UserPage(database, banks)
{
    [BindProperty]
    public string UserName { get; set; } = "";

    [BindProperty]
    public string Kind { get; set; } = "";

    [BindProperty]
    public List<string> Grant { get; set; } = [];

    public OfferedKinds Offered { get; private set; } = null!;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var typed = new TypedChange(UserName, Kind, OfferedKinds.Read(Profile, Kind, Grant));
        var done = await change.RunAsync(HttpContext.Session(), UserId, typed, Confirmation, HttpContext.From(), cancel);
        return await DoneAsync(done, UserDetailModel.PathTo(UserId, "changed"), cancel);
    }

    protected override Refusal? Forbids()
    {
        Offered = OfferedKinds.Of(Chosen, Profile);
        if (Refusal is null)
            UserName = Chosen.Name;
        else
            Offered = Offered with { Chosen = Kind, Granted = Grant };
        return MayAct ? null : UserRefusals.Outranks;
    }
}
