namespace Warifu.Statements.Formats.Zengin;

/// <summary>How one bank fills the common layout. The defaults are the published format; a bank that deviates gets its own values.</summary>
public sealed record ZenginLayout
{
    public static ZenginLayout Standard { get; } = new();

    /// <summary>What ends each record when writing. Reading takes all three, mixed too.</summary>
    public ZenginLineEnd LineEnd { get; init; } = ZenginLineEnd.CrLf;

    /// <summary>Whether the trailer counts a correction (取引区分 19) on the side it has effect on, or on the side its mark names.</summary>
    public ZenginTotals TrailerTotals { get; init; } = ZenginTotals.ByEffect;

    /// <summary>Whether the end record's count of records includes the end record.</summary>
    public bool EndCountsItself { get; init; } = true;

    /// <summary>
    /// The day by which the file was received. Two digits of a year repeat with every era, so the newest reading that is
    /// not later than this day is taken. By default the end of Reiwa 30: from Reiwa 31 on, a year reads like Heisei 31.
    /// </summary>
    public DateOnly ReceivedBy { get; init; } = new(2048, 12, 31);
}

public enum ZenginLineEnd
{
    /// <summary>Records of 200 bytes without anything between.</summary>
    None,

    Lf,

    CrLf,
}

public enum ZenginTotals
{
    ByEffect,
    ByMark,
}
