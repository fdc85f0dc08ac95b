using Warifu.Wire;

namespace Warifu.Statements.Formats.Zengin;

/// <summary>One thing wrong with a file: where, and which rule it breaks. Carries no content of the file.</summary>
/// <param name="Record">Counted from 1.</param>
/// <param name="FirstColumn">Counted from 1.</param>
public sealed record ZenginFault(int Record, int FirstColumn, int LastColumn, Phrase Rule)
{
    public Phrase Told => new(
        $"{Record} 件目のレコード、{FirstColumn}〜{LastColumn} 桁目: {Rule.Ja}",
        $"record {Record}, columns {FirstColumn}–{LastColumn}: {Rule.En}");
}

/// <summary>Collects what is wrong, up to a bound that a person can still read.</summary>
internal sealed class ZenginFaults
{
    public const int Most = 50;

    private readonly List<ZenginFault> faults = [];

    public IReadOnlyList<ZenginFault> All => faults;

    public bool Full => faults.Count >= Most;

    public void Add(int record, Field field, string ja, string en)
    {
        if (!Full)
            faults.Add(new ZenginFault(record, field.First, field.Last, new Phrase($"{field.Ja}: {ja}", $"{field.En}: {en}")));
    }
}

public static class ZenginRefusals
{
    public static readonly Refusal Malformed = new(
        "zengin-file-malformed", 422,
        new Phrase("全銀ファイルの形式に誤りがあるため、1 件も取り込んでいません。", "The 全銀 file is malformed; nothing of it was taken."),
        new Phrase("示されたレコードと桁を確かめ、銀行から取り直したファイルで再度お試しください。", "Check the records and columns named, fetch the file from the bank again and retry."));

    /// <summary>The refusal of a file with these faults, each on a line of the detail.</summary>
    public static Refusal Of(IReadOnlyList<ZenginFault> faults) => Malformed with
    {
        Detail = new Phrase(
            string.Join('\n', faults.Select(fault => fault.Told.Ja)),
            string.Join('\n', faults.Select(fault => fault.Told.En))),
    };
}
