using Warifu.Wire;

namespace Warifu.Web.Problems;

/// <summary>Refusals that any face can give.</summary>
public static class WebRefusals
{
    public static readonly Refusal NotFound = new("not-found", 404,
        new("このページはありません。", "There is no such page."),
        new("アドレスを確かめるか、トップページからお進みください。", "Check the address, or start from the top page."));

    public static readonly Refusal Malformed = new("request-malformed", 400,
        new("要求を読み取れませんでした。", "The request could not be read."),
        new("内容を確かめて、もう一度お試しください。", "Check its content and try again."));

    public static readonly Refusal TooLarge = new("request-too-large", 413,
        new("送られたデータが大きすぎます。", "What was sent is too large."),
        new("小さく分けて送ってください。", "Send it in smaller parts."));

    public static readonly Refusal FormExpired = new("form-expired", 400,
        new("この画面の有効期限が切れたか、別の画面から送られました。", "This form is out of date, or was sent from elsewhere."),
        new("前の画面に戻り、読み込み直してからもう一度お試しください。何も変更されていません。", "Go back, reload the page and try again. Nothing was changed."));

    public static readonly Refusal Misdirected = new("misdirected", 421,
        new("この接続では、この名前のサイトに応答できません。", "This connection cannot answer for that name."),
        new("ページを開き直してください。", "Open the page again."));

    public static readonly Refusal MethodNotAllowed = new("method-not-allowed", 405,
        new("この操作はここではできません。", "This cannot be done here."),
        new("トップページからお進みください。", "Start from the top page."));

    public static readonly Refusal Broken = new("internal-error", 500,
        new("処理中に問題が起きました。記録は残っています。", "Something went wrong here. It has been recorded."),
        new("少し待ってからもう一度お試しください。続くときは、時刻を添えてヘルプデスクへご連絡ください。",
            "Wait a little and try again. If it persists, tell the help desk the time."));

    public static readonly Refusal DatabaseAway = new("try-later", 503,
        new("ただいま処理できません。", "This cannot be done at the moment."),
        new("少し待ってから、同じ操作をもう一度お試しください。同じ依頼番号なら二重にはなりません。",
            "Wait a little and ask the same again. Under the same request key nothing is done twice."));

    /// <summary>For an answer that carries only a status.</summary>
    public static Refusal OfStatus(int status) => status switch
    {
        404 => NotFound,
        405 => MethodNotAllowed,
        413 => TooLarge,
        421 => Misdirected,
        >= 500 => Broken,
        _ => Malformed,
    };
}
