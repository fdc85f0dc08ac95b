using Warifu.Wire;

namespace Warifu.Desk.Shell;

/// <summary>What the program with a window refuses around its screens.</summary>
public static class ShellRefusals
{
    public static readonly Refusal WrongHost = new("desk-wrong-host", 421,
        new("この名前では応答しません。", "This program does not answer to that name."),
        new("Warifu Desk をメニューから開いてください。", "Open Warifu Desk from the menu."));

    public static readonly Refusal ForeignPage = new("desk-foreign-page", 403,
        new("ほかのサイトの画面からの要求には応じません。", "This program does not serve pages of other sites."),
        new("Warifu Desk をメニューから開いてください。", "Open Warifu Desk from the menu."));

    public static readonly Refusal Stranger = new("desk-not-admitted", 403,
        new("この画面は、Warifu Desk の窓でだけ開けます。", "This page opens only in the window of Warifu Desk."),
        new("Warifu Desk をメニューから開いてください。", "Open Warifu Desk from the menu."));

    public static readonly Refusal NoDisplay = new("desk-no-display", 503,
        new("ここには画面がないため、窓を開けません。", "There is no display here, so no window can be shown."),
        new("画面のないところでは warifu-desk issue や warifu-desk certificates などをお使いください（warifu-desk --help）。",
            "Without a display use warifu-desk issue, warifu-desk certificates and so on (warifu-desk --help)."));

    public static readonly Refusal NoWebView = new("desk-no-web-view", 503,
        new("窓に画面を表示する部品がこの PC にありません。", "This PC lacks what shows the pages in a window."),
        new("Linux では libwebkit2gtk-4.1-0 を、Windows では Microsoft Edge を入れてください。",
            "Install libwebkit2gtk-4.1-0 on Linux, or Microsoft Edge on Windows."));

    public static readonly Refusal NoPort = new("desk-no-port", 503,
        new("この PC の中で使うポートを開けませんでした。", "No port could be opened on this PC."),
        new("セキュリティソフトが 127.0.0.1 を止めていないか確かめて、もう一度開いてください。",
            "See whether a security program blocks 127.0.0.1, then open it again."));

    public static readonly Refusal AddressRefused = new("desk-address-refused", 400,
        new("開こうとしたアドレスの形が正しくないため、何もしませんでした。", "The address that was to be opened is malformed, so nothing was done."),
        new("銀行の画面の「証明書発行アプリの起動」からお進みください。", "Go on from Start the issuing program on the bank's page."));

    public static readonly Refusal NotRunning = new("desk-not-running", 409,
        new("Warifu Desk は動いていません。", "Warifu Desk is not running."),
        new("warifu-desk window で起動してください。", "Start it with warifu-desk window."));

    public static readonly Refusal OtherInstanceSilent = new("desk-other-silent", 503,
        new("Warifu Desk はすでに動いていますが、応答がありません。", "Warifu Desk is running already but does not answer."),
        new("PC からサインアウトして入り直してから、もう一度開いてください。", "Sign out of the PC and in again, then open it."));

    public static readonly Refusal SchemeNotRegistered = new("desk-scheme-not-registered", 503,
        new("銀行の画面からこのアプリを起動する登録ができませんでした。", "The program could not be registered to be started from the bank's pages."),
        new("アプリはメニューから開けます。そこで「証明書発行」へお進みください。", "Open it from the menu and press Issue there."));
}
