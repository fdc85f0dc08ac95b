using Microsoft.AspNetCore.Http;
using Warifu.Hub.Offices;
using Warifu.Web.Serving;

namespace Warifu.Hub;

internal sealed class HubLook : IPartyLook
{
    private static readonly MenuItem[] Menu =
    [
        new(new("登録済一覧", "Linked institutions"), "/links"),
        new(new("新規登録", "Add an institution"), "/institutions"),
        new(new("電子証明書連携ソフト", "Connector"), "/connector"),
    ];

    public Look Of(HttpContext context)
    {
        var member = context.Features.Get<SignedInMember>();
        return new Look
        {
            Brand = new("わりふ データ連携", "Warifu Data Link"),
            Service = new("口座の明細を、会計へ。", "From accounts to the books."),
            Accent = ("#0f5c5c", "#7cc7c4"),
            Help = new(
                "お困りのときは、画面に表示された番号を添えて管理者へお知らせください。",
                "If something does not work, tell your administrator the code shown on the page."),
            Menu = member is null ? [] : Menu,
            Person = member is null ? [] : [new(member.OfficeName, member.OfficeName), new($"{member.MemberName} 様", member.MemberName)],
            SignOut = member is null ? null : "/sign-out",
        };
    }
}
