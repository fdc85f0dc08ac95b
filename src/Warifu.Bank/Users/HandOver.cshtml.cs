using Microsoft.AspNetCore.Mvc;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>マスター権限の引継ぎ: by the master himself, to an active user.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession(Right.ManageUsers)]
internal sealed class HandOverModel(Database database, Banks banks, MasterHandOver handOver) : UserPage(database, banks)
{
    /// <summary>What the master becomes.</summary>
    public UserKind Afterwards { get; private set; } = null!;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var done = await handOver.RunAsync(HttpContext.Session(), UserId, Confirmation, HttpContext.From(), cancel);
        return await DoneAsync(done, UserDetailModel.PathTo(UserId, "handed-over"), cancel);
    }

    protected override Refusal? Forbids()
    {
        if (!Actor.Kind.OnePerContract || MasterHandOver.Afterwards(Profile) is not { } afterwards)
            return UserRefusals.NotMaster;
        Afterwards = afterwards;
        return Chosen.UserId == Actor.UserId ? UserRefusals.Yourself : Chosen.IsStopped ? UserRefusals.SuccessorStopped : null;
    }
}
