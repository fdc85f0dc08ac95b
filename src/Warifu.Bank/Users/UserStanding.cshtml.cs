using Microsoft.AspNetCore.Mvc;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>利用者停止・解除 (seed 003, BRSK001).</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession(Right.ManageUsers)]
internal sealed class UserStandingModel(Database database, Banks banks, UserStop stop) : UserPage(database, banks)
{
    /// <summary>What the page offered: to suspend, or to lift the suspension.</summary>
    [BindProperty]
    public bool Stop { get; set; }

    /// <summary>メール通知パスワード</summary>
    [BindProperty]
    public string Mailed { get; set; } = "";

    /// <summary>Where one was mailed to just now, masked.</summary>
    public string? SentTo { get; private set; }

    public async Task<IActionResult> OnPostSendAsync(CancellationToken cancel)
    {
        var sent = await stop.SendAsync(HttpContext.Session(), UserId, Stop, HttpContext.From(), cancel);
        SentTo = sent.Refusal is null ? sent.Value : null;
        return await ShowAsync(sent.Refusal, cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var done = await stop.RunAsync(HttpContext.Session(), UserId, Stop, Confirmation, Mailed, HttpContext.From(), cancel);
        return await DoneAsync(done, UserDetailModel.PathTo(UserId, Stop ? "stopped" : "resumed"), cancel);
    }

    protected override Refusal? Forbids() => !MayAct ? UserRefusals.Outranks
        : Chosen.Kind.OnePerContract ? UserRefusals.MasterNeedsSuccessor
        : Chosen.UserId == Actor.UserId ? UserRefusals.Yourself
        : null;
}
