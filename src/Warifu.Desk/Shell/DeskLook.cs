using Microsoft.AspNetCore.Http;
using Warifu.Desk.Certificates.Unattended;
using Warifu.Desk.Keys;
using Warifu.Web.Serving;

namespace Warifu.Desk.Shell;

internal sealed class DeskLook(OpenedKeys keys) : IPartyLook
{
    private static readonly MenuItem[] Menu =
    [
        new(new("証明書", "Certificates"), "/"),
        new(new("自動更新", "Automatic renewal"), AutomaticModel.Path),
        new(new("設定", "Settings"), SettingsModel.Path),
    ];

    public Look Of(HttpContext context) => new()
    {
        Brand = new("割符デスク", "Warifu Desk"),
        Service = new("証明書発行アプリケーション", "Certificates on this PC"),
        Accent = ("#3d4a7a", "#aab6ea"),
        Help = new(
            "お困りのときは、画面に表示された番号を添えて、お取引の金融機関へお知らせください。電話やメールで証明書の更新やパスワードをお願いすることはありません。",
            "If something does not work, tell your bank the code shown on the page. Nobody asks you for a renewal or a password by phone or mail."),
        Menu = keys.AreOpen ? Menu : [],
    };
}
