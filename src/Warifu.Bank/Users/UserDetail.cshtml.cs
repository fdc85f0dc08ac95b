using Microsoft.AspNetCore.Mvc;
using Warifu.Bank.Certificates;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>利用者情報の照会 (seed 003, BRSK001), and the way to what can be done to the user.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession(Right.ManageUsers)]
internal sealed class UserDetailModel(Database database, Banks banks) : UserPage(database, banks)
{
    private static readonly IReadOnlyDictionary<string, Phrase> Words = new Dictionary<string, Phrase>
    {
        ["changed"] = new("利用者情報を変更しました。", "The user was changed."),
        ["stopped"] = new("利用を停止しました。ログイン中でも、次の操作から利用できません。", "The user was suspended. Even if signed in, the very next step is refused."),
        ["resumed"] = new("停止を解除しました。", "The suspension was lifted."),
        ["handed-over"] = new("マスター権限を引き継ぎました。", "Mastership was handed over."),
    };

    /// <summary>What was done just now.</summary>
    [BindProperty(SupportsGet = true, Name = "said")]
    public string? Code { get; set; }

    public Phrase? Said => Words.GetValueOrDefault(Code ?? "");

    public bool IsOneself => Chosen.UserId == Actor.UserId;

    public bool MayHandOver => Actor.Kind.OnePerContract && !IsOneself && !Chosen.IsStopped && MasterHandOver.Afterwards(Profile) is not null;

    public bool MayRevoke => RevocationByUser.Forbids(HttpContext.Session(), Held) is null;

    public static string PathTo(Guid user, string? said = null) => $"/manage/users/detail?user={user}" + (said is null ? "" : $"&said={said}");

    protected override Refusal? Forbids() => null;
}
