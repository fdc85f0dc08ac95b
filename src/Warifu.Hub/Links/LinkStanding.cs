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
        LinkState.Failed => LinkCauses.WhoActs(Code),
        LinkState.Fetching or LinkState.Complete => null,
        _ => throw new InvalidOperationException("Not a state."),
    };
}
