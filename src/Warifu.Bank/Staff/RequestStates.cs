using Warifu.Wire;

namespace Warifu.Bank.Staff;

/// <summary>The state of a request in words and as a badge.</summary>
internal static class RequestStates
{
    public static Phrase Words(string state) => state switch
    {
        "open" => new("承認待ち", "Waiting"),
        "approved" => new("承認済み", "Approved"),
        "rejected" => new("却下", "Rejected"),
        "withdrawn" => new("取下げ", "Withdrawn"),
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    public static string Tone(string state) => state switch
    {
        "open" => "warn",
        "approved" => "good",
        _ => "bad",
    };
}
