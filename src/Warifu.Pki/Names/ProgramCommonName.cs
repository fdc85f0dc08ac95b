using System.Globalization;

namespace Warifu.Pki.Names;

/// <summary>
/// The common name of the program style (seed 003, CCHK007): <c>{loginId} {userSeq} {issued}{sequence}</c>, such as
/// <c>logid031 A001 20200304153656560435</c>. The time is Japanese, to the millisecond; the sequence tells apart what is
/// issued within one.
/// </summary>
public sealed record ProgramCommonName
{
    private const string TimeFormat = "yyyyMMddHHmmssfff";
    private const int TailLength = 20;

    /// <summary>64 characters less the two spaces, the user's place and the time with its sequence.</summary>
    public const int MaximumLoginIdLength = Subject.MaximumLength - 2 - 4 - TailLength;

    /// <summary>Japan has kept UTC+9 without summer time since 1951.</summary>
    private static readonly TimeSpan Japan = TimeSpan.FromHours(9);

    /// <param name="loginId">1 to 38 visible ASCII characters.</param>
    /// <param name="userSequence">A capital letter and three digits, such as A001.</param>
    /// <param name="issued">Cut to the millisecond.</param>
    /// <param name="sequence">0 to 999.</param>
    /// <exception cref="FormatException">A part outside these bounds.</exception>
    public ProgramCommonName(string loginId, string userSequence, DateTimeOffset issued, int sequence)
    {
        if (loginId is not { Length: >= 1 and <= MaximumLoginIdLength } || !loginId.All(letter => letter is > ' ' and <= '~'))
            throw new FormatException($"A login ID in a common name is 1 to {MaximumLoginIdLength} visible ASCII characters.");
        if (userSequence is not { Length: 4 } || !char.IsAsciiLetterUpper(userSequence[0]) || !userSequence.Skip(1).All(char.IsAsciiDigit))
            throw new FormatException("A user's place is a capital letter and three digits.");
        if (sequence is < 0 or > 999)
            throw new FormatException("The sequence is 0 to 999.");
        (LoginId, UserSequence, Sequence) = (loginId, userSequence, sequence);
        Issued = issued.ToOffset(Japan).AddTicks(-(issued.Ticks % TimeSpan.TicksPerMillisecond));
    }

    public string LoginId { get; }

    public string UserSequence { get; }

    public DateTimeOffset Issued { get; }

    public int Sequence { get; }

    /// <returns>Null when the text is not of this style.</returns>
    public static ProgramCommonName? Parse(string text)
    {
        var parts = text.Split(' ');
        if (parts.Length != 3 || parts[2].Length != TailLength || !parts[2].All(char.IsAsciiDigit))
            return null;
        if (!DateTime.TryParseExact(parts[2][..^3], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var issued)
            || issued < DateTime.MinValue + Japan)
            return null;
        try
        {
            return new ProgramCommonName(
                parts[0], parts[1], new DateTimeOffset(issued, Japan), int.Parse(parts[2][^3..], CultureInfo.InvariantCulture));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{LoginId} {UserSequence} {Issued.ToString(TimeFormat, CultureInfo.InvariantCulture)}{Sequence:D3}");
}
