using Warifu.Wire;

namespace Warifu.Statements.Formats.Zengin;

/// <summary>What a file was read as: the file, or everything that is wrong with it; never both.</summary>
public sealed record ZenginReading
{
    internal ZenginReading(ZenginFile? file, IReadOnlyList<ZenginFault> faults) =>
        (File, Faults) = faults.Count == 0 ? (file, faults) : (null, faults);

    /// <summary>Null when there is any fault.</summary>
    public ZenginFile? File { get; }

    /// <summary>At most 50, in the order of the file.</summary>
    public IReadOnlyList<ZenginFault> Faults { get; }

    public Outcome<ZenginFile> Outcome => File is { } file ? file : ZenginRefusals.Of(Faults);
}

/// <summary>
/// Reads 全銀 03 入出金取引明細. Any bytes give a reading, never an exception.
/// 1. cut into records; 2. header, data, trailer by account; 3. end record; 4. counts, sums and balances.
/// </summary>
public sealed class ZenginReader
{
    private readonly ZenginLayout layout;
    private readonly ZenginFaults faults = new();
    private readonly List<ZenginAccount> accounts = [];
    private ZenginAccountReader? open;
    private DateOnly? created;
    private int headers;
    private bool ended;

    private ZenginReader(ZenginLayout layout) => this.layout = layout;

    public static ZenginReading Read(ReadOnlySpan<byte> file, ZenginLayout? layout = null) =>
        new ZenginReader(layout ?? ZenginLayout.Standard).Run(file);

    private ZenginReading Run(ReadOnlySpan<byte> file)
    {
        // 1.
        var records = ZenginRecords.Split(file, faults);
        foreach (var record in records.TakeWhile(_ => !faults.Full))
            Take(record, records.Count);
        if (!ended)
            faults.Add(records.Count + 1, ZenginFields.RecordKind, "エンド・レコード(9)で終わります。", "the file ends with an end record (9).");
        return new ZenginReading(created is { } day ? new ZenginFile(day, accounts) : null, faults.All);
    }

    private void Take(ZenginRecord record, int records)
    {
        if (ended)
        {
            record.Fault(ZenginFields.RecordKind, "エンド・レコードの後にレコードがあります。", "a record follows the end record.");
            return;
        }

        switch (record.Kind)
        {
            // 2.
            case '1':
                Close(record);
                headers++;
                open = new ZenginAccountReader(record, layout, faults);
                created ??= open.Created;
                break;
            case '2' when open is not null:
                open.Line(record);
                break;
            case '8' when open is not null:
                if (open.Trailer(record) is { } account)
                    accounts.Add(account);
                open = null;
                break;
            case '2' or '8':
                record.Fault(ZenginFields.RecordKind, "先にヘッダー・レコード(1)が必要です。", "a header record (1) comes first.");
                break;
            case '9':
                Close(record);
                End(record, records);
                break;
            default:
                record.Fault(ZenginFields.RecordKind, "1, 2, 8, 9 のいずれかです。", "one of 1, 2, 8, 9.");
                break;
        }
    }

    private void Close(ZenginRecord next)
    {
        if (open is not null)
            next.Fault(ZenginFields.RecordKind, "前の口座にトレーラ・レコード(8)がありません。", "the account before has no trailer record (8).");
        open = null;
    }

    // 3.
    private void End(ZenginRecord record, int records)
    {
        ended = true;
        var expected = layout.EndCountsItself ? records : records - 1;
        if (record.Number14(ZenginFields.End.RecordCount) != expected)
            record.Fault(ZenginFields.End.RecordCount, $"実際は {expected} 件です。", $"there are {expected}.");
        if (record.Number14(ZenginFields.End.AccountCount) != headers)
            record.Fault(ZenginFields.End.AccountCount, $"実際は {headers} 口座です。", $"there are {headers}.");
    }
}
