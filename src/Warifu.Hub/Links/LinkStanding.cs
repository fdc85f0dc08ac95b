using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Hub.Links;

/// <summary>取得状態 of a link: its cause, who must act, and the next run.</summary>
/// <param name="Cause">In the bank's words where it gave some; null when nothing is wrong.</param>
/// <param name="NextRun">Null until somebody has acted.</param>
internal sealed record LinkStanding(LinkState State, DateTimeOffset? Since, string? Code, Phrase? Cause, DateTimeOffset? NextRun)
{
    public Phrase Name => State switch
    {
        LinkState.NotFetched => new("未取得", "Not fetched yet"),
        LinkState.Fetching => new("取得中", "Fetching"),
        LinkState.Complete => new("正常", "Good"),
        LinkState.InputNeeded => new("要追加入力", "Input needed"),
        LinkState.Failed => new("エラー", "Error"),
        _ => throw new InvalidOperationException("Not a state."),
    };

    /// <summary>Class of the badge: good, warn, bad; none while there is nothing to say.</summary>
    public string Badge => State switch
    {
        LinkState.Complete => "good",
        LinkState.InputNeeded => "warn",
        LinkState.Failed => "bad",
        _ => "",
    };

    public Phrase? WhoActs => State switch
    {
        LinkState.NotFetched => new(
            "連携ソフトで証明書を選び、「取得開始」を押してください。", "Choose the certificate in the connector and press Start."),
        LinkState.InputNeeded => new(
            "連携ソフトの画面で、金融機関が求める情報を入力してください。", "Enter what the bank asks for in the connector."),
        LinkState.Failed => Code switch
        {
            // The bank's own words for these come as the cause; whoever holds the right at the bank acts.
            { } code when code.Contains("revoked", StringComparison.Ordinal) => new(
                "金融機関のマスターユーザまたは管理者へ確認のうえ、証明書を発行し直し、連携ソフトで選び直してください。",
                "Ask the master or an administrator at the bank, get a new certificate and choose it in the connector."),
            { } code when code.Contains("expired", StringComparison.Ordinal) || code.Contains("certificate", StringComparison.Ordinal) => new(
                "証明書を使う方が証明書を取得または更新し、連携ソフトで選び直してください。",
                "The holder of the certificate gets or renews it and chooses it in the connector."),
            { } code when code.Contains("password", StringComparison.Ordinal) || code.Contains("sign-in", StringComparison.Ordinal) => new(
                "一度金融機関のサイトにログインできるか確かめ、連携ソフトでパスワードを入力し直してください。",
                "See whether you can sign in at the bank's own site, then enter the password in the connector again."),
            _ => new("連携ソフトの画面をご確認ください。自動でもう一度試します。", "See the connector. It tries again by itself."),
        },
        LinkState.Fetching or LinkState.Complete => null,
        _ => throw new InvalidOperationException("Not a state."),
    };
}
