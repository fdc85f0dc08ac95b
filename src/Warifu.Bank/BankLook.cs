using Microsoft.AspNetCore.Http;
using Warifu.Bank.Accounts;
using Warifu.Bank.Certificates;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Bank.SignIn.OneTime;
using Warifu.Bank.Staff;
using Warifu.Web.Faces;
using Warifu.Web.Serving;
using Warifu.Wire;

namespace Warifu.Bank;

/// <summary>How the pages of the request's bank look, and who the layout says is signed in. The menu has only what the user may open.</summary>
internal sealed class BankLook(Banks banks) : IPartyLook
{
    private static readonly MenuItem Home = new(new("ホーム", "Home"), "/");
    private static readonly MenuItem HomeById = Home with { Path = HomeByIdModel.Path };
    private static readonly MenuItem Statement = new(new("明細照会", "Statements"), "/accounts/statement");
    private static readonly MenuItem Manage = new(new("管理", "Manage"), "/manage");

    private static readonly Phrase StaffService = new("職員用", "Staff");
    private static readonly MenuItem Requests = new(new("受付一覧", "Requests"), "/");
    private static readonly MenuItem StaffHistory = new(new("操作履歴", "History"), StaffHistoryModel.Path);
    private static readonly MenuItem Contracts = new(new("契約", "Contracts"), "/contracts");

    private static readonly MenuItem ChangePassword = new(new("パスワード変更", "Change password"), ChangePasswordModel.Path);

    private static readonly MenuItem OwnCertificate = new(new("電子証明書", "Certificate"), OwnCertificateModel.Path);

    private static readonly MenuItem OneTimePassword = new(new("認証アプリ", "Authenticator app"), AuthenticatorModel.Path);

    public Look Of(HttpContext context)
    {
        var profile = banks.Of(context).Profile;
        var look = new Look
        {
            Brand = profile.Name,
            Service = profile.Service,
            Accent = profile.Accent,
            Help = profile.Help,
            SoftwareKeyboard = profile.SoftwareKeyboard,
        };
        if (context.Features.Get<StaffSession>() is { } staff)
            return look with { Service = StaffService, Menu = [Requests, Contracts, StaffHistory], Person = [Line("職員", "Staff", $"{staff.StaffId} {staff.Name}")], SignOut = SignOutModel.Path };
        if (context.Features.Get<Session>() is not { } session)
            return look;
        if (session.Consent is not null)
            return look with { Person = PersonOf(session) };
        return look with
        {
            Menu = session.PasswordMustChange ? [] :
            [
                context.Face().Name == BankFaces.Www ? HomeById : Home,
                .. session.May(Right.InquireStatements) ? [Statement] : (MenuItem[])[],
                Manage,
            ],
            Person = PersonOf(session),
            Own =
            [
                ChangePassword,
                .. session.Certificate is not null && !session.PasswordMustChange ? [OwnCertificate] : (MenuItem[])[],
                .. profile.OneTime.Ways.Contains(OneTimeWay.Totp) && !session.PasswordMustChange ? [OneTimePassword] : (MenuItem[])[],
            ],
            SignOut = SignOutModel.Path,
        };
    }

    private static IReadOnlyList<Phrase> PersonOf(Session session) =>
        [Line("お客様名", "Customer", session.CustomerName), Line("ユーザID", "User ID", session.LoginId), Line("ユーザ名", "User", session.UserName)];

    private static Phrase Line(string ja, string en, string value) => new($"{ja} {value}", $"{en} {value}");
}
