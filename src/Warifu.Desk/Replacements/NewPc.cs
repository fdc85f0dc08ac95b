using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Desk.Replacements;

/// <summary>A request of this PC that the certificate on another be taken over.</summary>
/// <param name="Name">What its user calls this PC, for who approves.</param>
/// <param name="Standing">As the bank last told it; null while it has not answered.</param>
public sealed record NewPc(string Name, ReplacementStanding? Standing = null)
{
    /// <summary>The bank's limit.</summary>
    public const int LongestName = 40;

    /// <summary>What the system calls this PC, to begin with.</summary>
    public static string UsualName => Environment.MachineName is { Length: <= LongestName } name ? name : Environment.MachineName[..LongestName];

    /// <summary>Nothing comes of it any more.</summary>
    public bool IsOver => Standing?.State is ReplacementState.Stopped or ReplacementState.Expired;
}

public static class ReplacementStates
{
    public static Phrase Words(this ReplacementState state) => state switch
    {
        ReplacementState.Waiting => new("承認を待っています", "Waiting for approval"),
        ReplacementState.Approved => new("承認されました", "Approved"),
        ReplacementState.Open => new("証明書を取得できます", "The certificate may be had"),
        ReplacementState.Done => new("証明書は発行されました", "The certificate was issued"),
        ReplacementState.Stopped => new("取りやめられました", "Stopped"),
        ReplacementState.Expired => new("期限が過ぎました", "Out of date"),
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
