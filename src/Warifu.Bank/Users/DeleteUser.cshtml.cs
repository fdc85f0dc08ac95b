using Microsoft.AspNetCore.Mvc;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>利用者の削除 (seed 003, BRSK001).</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession(Right.ManageUsers)]
internal sealed class DeleteUserModel(Database database, Banks banks, UserDeletion deletion) : UserPage(database, banks)
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var done = await deletion.RunAsync(HttpContext.Session(), UserId, Confirmation, HttpContext.From(), cancel);
        return await DoneAsync(done, UserListModel.Path + UserListModel.SaidDeleted, cancel);
    }

    protected override Refusal? Forbids() => !MayAct ? UserRefusals.Outranks
        : Chosen.Kind.OnePerContract ? UserRefusals.MasterNeedsSuccessor
        : Chosen.UserId == Actor.UserId ? UserRefusals.Yourself
        : null;
}
