using Microsoft.AspNetCore.Mvc;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>利用者停止・解除 (seed 003, BRSK001).</summary>
[OnFace(BankFaces.Cert)]
[NeedsSession(Right.ManageUsers)]
internal sealed class UserStandingModel(Database database, Banks banks, UserStop stop) : UserPage(database, banks)
{
    /// <summary>What the page offered: to suspend, or to lift the suspension.</summary>
    [BindProperty]
    public bool Stop { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var done = await stop.RunAsync(HttpContext.Session(), UserId, Stop, Confirmation ?? "", HttpContext.From(), cancel);
        return await DoneAsync(done, UserDetailModel.PathTo(UserId, Stop ? "stopped" : "resumed"), cancel);
    }

    protected override Refusal? Forbids() => !MayAct ? UserRefusals.Outranks
        : Chosen.Kind.OnePerContract ? UserRefusals.MasterNeedsSuccessor
        : Chosen.UserId == Actor.UserId ? UserRefusals.Yourself
        : null;
}
