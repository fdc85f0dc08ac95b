using System.Text;
using Warifu.Statements;
using Warifu.Statements.Formats.Zengin;
using Warifu.Wire;

namespace Warifu.Tests.Statements.Formats.Zengin;

public sealed class ZenginReaderTests
{
    private static readonly DateOnly Day = new(2026, 8, 3);

    /// <summary>Records: 1 header, 2 and 3 data, 4 trailer, 5 end.</summary>
    private static readonly byte[] Good = Write(new ZenginLayout { LineEnd = ZenginLineEnd.None });

    [Fact]
    public void A_correction_marked_as_deposit_is_a_withdrawal()
    {
        var line = ZenginReader.Read(Good).File!.Accounts[0].Statement.Lines[1];

        Assert.Equal((-200m, TransactionKind.Correction), (line.Amount, line.Kind));
        Assert.Equal((byte)'1', Good[(200 * 2) + 21]);
    }

    [Fact]
    public void Running_balances_are_counted_from_the_balance_before() =>
        Assert.Equal([1_500m, 1_300m], ZenginReader.Read(Good).File!.Accounts[0].Statement.Lines.Select(line => line.Balance!.Value));

    [Fact]
    public void Line_ends_may_be_mixed_and_an_end_of_file_mark_may_follow()
    {
        byte[] mixed = [.. Good[..200], 13, 10, .. Good[200..400], 10, .. Good[400..600], .. Good[600..800], 13, .. Good[800..], 13, 10, 0x1A];

        Assert.Empty(ZenginReader.Read(mixed).Faults);
    }

    [Fact]
    public void Shift_JIS_beyond_half_width_is_read()
    {
        var file = (byte[])Good.Clone();
        CodePagesEncodingProvider.Instance.GetEncoding(932)!.GetBytes("振込 みなと").CopyTo(file, 200 + 159);

        Assert.Equal("振込 みなと", ZenginReader.Read(file).File!.Accounts[0].Statement.Lines[0].Description);
    }

    [Fact]
    public void An_EBCDIC_file_is_read()
    {
        var text = (byte[])Good.Clone();
        text[3] = (byte)'1';
        var decoded = CodePagesEncodingProvider.Instance.GetEncoding(932)!.GetString(text);
        var ebcdic = CodePagesEncodingProvider.Instance.GetEncoding(20290)!.GetBytes(decoded);

        var reading = ZenginReader.Read(ebcdic);

        Assert.Empty(reading.Faults);
        Assert.Equal("ｶ)ﾐﾅﾄ", reading.File!.Accounts[0].Statement.AccountName);
    }

    public static TheoryData<int, int, string, int, int> Broken => new()
    {
        { 1, 2, "01", 2, 3 },
        { 1, 4, "1", 4, 4 },
        { 1, 5, "081301", 5, 10 },
        { 1, 11, "080901", 5, 22 },
        { 1, 23, "99X2", 23, 26 },
        { 1, 63, "6", 63, 63 },
        { 1, 114, "3", 114, 114 },
        { 2, 10, "080901", 10, 15 },
        { 2, 10, "083231", 10, 15 },
        { 2, 22, "3", 22, 22 },
        { 2, 23, "17", 23, 24 },
        { 2, 25, "        500 ", 25, 36 },
        { 2, 49, "030303", 49, 54 },
        { 4, 2, "000002", 2, 7 },
        { 4, 8, "0000000000501", 8, 20 },
        { 4, 21, "000009", 21, 26 },
        { 4, 27, "0000000000201", 27, 39 },
        { 4, 41, "00000000001301", 41, 54 },
        { 4, 55, "0000003", 55, 61 },
        { 5, 2, "0000000004", 2, 11 },
        { 5, 12, "00002", 12, 16 },
        { 3, 1, "7", 1, 1 },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_names_record_and_columns_and_yields_nothing(int record, int column, string put, int first, int last)
    {
        var file = (byte[])Good.Clone();
        Encoding.ASCII.GetBytes(put).CopyTo(file, ((record - 1) * 200) + column - 1);

        var reading = ZenginReader.Read(file);

        Assert.Null(reading.File);
        Assert.Contains(reading.Faults, fault => (fault.Record, fault.FirstColumn, fault.LastColumn) == (record, first, last));
        var refusal = reading.Outcome.Refusal!;
        Assert.Equal("zengin-file-malformed", refusal.Code);
        Assert.Contains($"{record} 件目のレコード、{first}〜{last} 桁目", refusal.Detail!.Ja, StringComparison.Ordinal);
        Assert.Contains($"record {record}, columns {first}–{last}", refusal.Detail.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_wrong_is_told_at_once()
    {
        var file = (byte[])Good.Clone();
        file[62] = (byte)'9';
        file[200 + 21] = (byte)'7';
        file[800 + 15] = (byte)'5';

        Assert.Equal([1, 2, 5], ZenginReader.Read(file).Faults.Select(fault => fault.Record).Distinct().Order());
    }

    [Fact]
    public void No_more_than_fifty_faults_are_told() =>
        Assert.Equal(50, ZenginReader.Read(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("broken\n", 1_000)))).Faults.Count);

    [Fact]
    public void A_short_record_is_told_with_its_length()
    {
        byte[] file = [.. Good[..200], 10, .. Good[200..350], 10, .. Good[400..]];

        var fault = Assert.Single(ZenginReader.Read(file).Faults, fault => fault.LastColumn == 200);
        Assert.Equal(2, fault.Record);
        Assert.Contains("150", fault.Rule.Ja, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_is_refused() => Assert.NotEmpty(ZenginReader.Read([]).Faults);

    [Fact]
    public void An_account_without_trailer_and_records_after_the_end_are_refused()
    {
        Assert.Contains(ZenginReader.Read([.. Good[..600], .. Good[800..]]).Faults, fault => (fault.Record, fault.LastColumn) == (4, 1));
        Assert.Contains(ZenginReader.Read([.. Good, .. Good]).Faults, fault => (fault.Record, fault.LastColumn) == (6, 1));
    }

    [Fact]
    public void A_balance_that_grows_beyond_its_columns_is_refused()
    {
        var lines = new[] { new StatementLine(Day, Day, 999_999_999_999m, ""), new StatementLine(Day, Day, -999_999_999_999m, "") };
        var file = ZenginWriter.Write(new ZenginFile(Day, [new ZenginAccount(StatementGenerators.Of(lines, 99_999_999_999_999m), "", "")]),
            new ZenginLayout { ReceivedBy = new DateOnly(2026, 12, 31) });

        Assert.NotEmpty(ZenginReader.Read(file).Faults);
    }

    private static byte[] Write(ZenginLayout layout)
    {
        StatementLine[] lines =
        [
            new(Day, Day, 500, "ﾌﾘｺﾐ") { Kind = TransactionKind.Transfer },
            new(Day, Day, -200, "ﾃｲｾｲ") { Kind = TransactionKind.Correction },
        ];
        var statement = new Statement(
            AccountKey.Parse("9972-001-1-1234567"), "ｶ)ﾐﾅﾄ", "JPY", new DateWindow(new DateOnly(2026, 8, 1), new DateOnly(2026, 8, 31)), 1_000, 1_300, lines);
        return ZenginWriter.Write(new ZenginFile(new DateOnly(2026, 8, 31), [new ZenginAccount(statement, "ｱｻｷﾞﾘ", "ﾎﾝﾃﾝ")]), layout);
    }
}
