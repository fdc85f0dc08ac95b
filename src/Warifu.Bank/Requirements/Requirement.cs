using Warifu.Wire;

namespace Warifu.Bank.Requirements;

/// <summary>How something of the user's surroundings stands.</summary>
internal enum Standing
{
    Good,
    Wanting,

    /// <summary>Not measured: that takes JavaScript, or another look.</summary>
    Unknown,
}

/// <summary>What is said of a requirement in one standing.</summary>
/// <param name="WayOut">What to do; null where nothing is needed.</param>
internal sealed record Verdict(Standing Standing, Phrase What, Phrase? WayOut = null);

/// <summary>One thing that this service needs of a PC and its browser (seed 001, 1.2), and how it stands.</summary>
/// <param name="Name">For the script that measures in the browser.</param>
/// <param name="Measured">Such as <c>TLS 1.3</c>; null where nothing was measured here.</param>
/// <param name="Verdicts">One for each standing it can have; the script shows another when it knows better.</param>
internal sealed record Requirement(string Name, Phrase Words, Standing Standing, string? Measured, IReadOnlyList<Verdict> Verdicts)
{
    public static Phrase WordsOf(Standing standing) => standing switch
    {
        Standing.Good => new("良好", "Good"),
        Standing.Wanting => new("要確認", "Needs a look"),
        Standing.Unknown => new("未測定", "Not measured"),
        _ => throw new ArgumentOutOfRangeException(nameof(standing)),
    };

    /// <summary>Of the state pill.</summary>
    public static string StyleOf(Standing standing) => standing switch
    {
        Standing.Good => "good",
        Standing.Wanting => "bad",
        Standing.Unknown => "warn",
        _ => throw new ArgumentOutOfRangeException(nameof(standing)),
    };
}
