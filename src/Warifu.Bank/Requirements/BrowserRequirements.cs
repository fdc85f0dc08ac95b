namespace Warifu.Bank.Requirements;

/// <summary>What only the browser itself can measure; <c>requirements.js</c> does, and shows the verdict.</summary>
internal static class BrowserRequirements
{
    /// <summary>Least size of the screen (seed 001, 1.2.2).</summary>
    public const int LeastWidth = 1024;

    /// <inheritdoc cref="LeastWidth"/>
    public const int LeastHeight = 768;

    /// <summary>Seconds: a one-time password of RFC 6238 changes every thirty.</summary>
    public const int MostClockDifference = 30;

    private static readonly Verdict NotMeasured = new(
        Standing.Unknown, new("JavaScript が使えないため、測れません。", "It cannot be measured without JavaScript."),
        new("JavaScript を有効にしてから、もう一度確認してください。", "Turn JavaScript on and check again."));

    public static Requirement JavaScript { get; } = new("javascript", new("JavaScript", "JavaScript"), Standing.Wanting, null,
    [
        new(Standing.Good, new("JavaScript が使えます。", "JavaScript works.")),
        new(Standing.Wanting, new("JavaScript が使えません。", "JavaScript does not work."),
            new("ブラウザの設定で、このサイトの JavaScript を許可してください。照会はそのままでもご利用になれますが、電子証明書のブラウザでの取得とソフトウェアキーボードはご利用になれません。",
                "Allow JavaScript for this site in the browser's settings. Statements work without it, but getting a certificate in the browser and the software keyboard do not.")),
    ]);

    public static Requirement Screen { get; } = new("screen", new("画面の大きさ", "Screen"), Standing.Unknown, null,
    [
        new(Standing.Good, new($"画面の大きさは、推奨の {LeastWidth}×{LeastHeight} 以上です。", $"The screen has the recommended {LeastWidth} × {LeastHeight} or more.")),
        new(Standing.Wanting, new($"画面が、推奨の {LeastWidth}×{LeastHeight} より小さいです。", $"The screen is smaller than the recommended {LeastWidth} × {LeastHeight}."),
            new("どの画面もそのままご利用になれます。表が広いときは、画面の解像度を上げるか、パソコンでご覧ください。",
                "Every page works all the same. Where tables are wide, raise the screen's resolution or use a PC.")),
        NotMeasured,
    ]);

    public static Requirement Clock { get; } = new("clock", new("パソコンの時計", "Clock"), Standing.Unknown, null,
    [
        new(Standing.Good, new($"時計のずれは {MostClockDifference} 秒以内です。", $"The clock is within {MostClockDifference} seconds of ours.")),
        new(Standing.Wanting, new($"時計が {MostClockDifference} 秒以上ずれています。電子証明書の有効期限やワンタイムパスワードの判定を誤ることがあります。", $"The clock is off by more than {MostClockDifference} seconds. Certificates and one-time passwords may be judged wrongly."),
            new("OS の「日付と時刻」の設定で、インターネットの時刻に自動で合わせてください。", "Set the clock by the internet in the operating system's date and time settings.")),
        NotMeasured,
    ]);

    /// <param name="cameBack">The cookie of an earlier look arrived with this request.</param>
    public static Requirement Cookie(bool cameBack) => new("cookie", new("Cookie", "Cookie"), cameBack ? Standing.Good : Standing.Unknown, null,
    [
        new(Standing.Good, new("Cookie が使えます。", "Cookies work.")),
        new(Standing.Wanting, new("Cookie が使えません。ログインが続きません。", "Cookies do not work, so no sign-in can last."),
            new("ブラウザの設定で、このサイトの Cookie を許可してください。", "Allow cookies for this site in the browser's settings.")),
        new(Standing.Unknown, new("まだ測っていません。", "Not measured yet."), new("「もう一度確認」を押してください。", "Press Check again.")),
    ]);
}
