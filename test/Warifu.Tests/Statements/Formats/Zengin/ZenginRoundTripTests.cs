using FsCheck;
using FsCheck.Fluent;
using Warifu.Statements;
using Warifu.Statements.Formats.Zengin;

namespace Warifu.Tests.Statements.Formats.Zengin;

public sealed class ZenginRoundTripTests
{
    private static readonly Gen<ZenginLayout> Layouts =
        from lineEnd in Gen.Elements(ZenginLineEnd.None, ZenginLineEnd.Lf, ZenginLineEnd.CrLf)
        from totals in Gen.Elements(ZenginTotals.ByEffect, ZenginTotals.ByMark)
        from counts in Gen.Elements(true, false)
        select new ZenginLayout { LineEnd = lineEnd, TrailerTotals = totals, EndCountsItself = counts };

    private static readonly Gen<StatementLine> Detailed =
        from line in StatementGenerators.Line
        from kind in Gen.Elements(Enum.GetValues<TransactionKind>())
        from name in Gen.Elements(null, "ｶ)ﾂｷﾐｻﾞｶ", "A.B-C")
        from bank in Gen.Elements(null, "ｼｵｶｾﾞ")
        from cheque in Gen.Elements(null, new Cheque { OtherBanks = 50, ExchangedOn = new DateOnly(2026, 8, 3), Kind = "2", Number = "0001234" })
        from item in Gen.Elements(null, "00000017")
        select line with { Kind = kind, Counterparty = name, Remitter = Remitter.Of(null, bank, null), Cheque = cheque, ItemKey = item, Edi = name };

    private static readonly Gen<ZenginFile> Files =
        from lines in Gen.ListOf(Detailed)
        from second in Gen.ListOf(Detailed)
        from opening in Gen.Elements(0m, 1_000m, -5_000m, 90_000_000_000_000m)
        select new ZenginFile(new DateOnly(2026, 8, 11), [Account(lines, opening), Account(second, 0)]);

    [Fact]
    public void What_is_written_is_read_back_in_every_layout() =>
        Prop.ForAll(Files.ToArbitrary(), Layouts.ToArbitrary(), (file, layout) =>
        {
            var reading = ZenginReader.Read(ZenginWriter.Write(file, layout), layout);
            Assert.Empty(reading.Faults);
            Assert.Equal(file.Created, reading.File!.Created);
            foreach (var (written, read) in file.Accounts.Zip(reading.File.Accounts))
            {
                Assert.Equal(written.Statement.Lines, read.Statement.Lines);
                Assert.Equal((written.Statement.Opening, written.Statement.Closing, written.Statement.Window, written.Statement.AccountName, written.BankName),
                    (read.Statement.Opening, read.Statement.Closing, read.Statement.Window, read.Statement.AccountName, read.BankName));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_give_a_reading_and_never_an_exception() =>
        Prop.ForAll<byte[]>(bytes => Assert.Null(ZenginReader.Read(bytes ?? []).File)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_file_with_any_byte_changed_gives_a_reading_and_never_an_exception()
    {
        var file = ZenginWriter.Write(new ZenginFile(new DateOnly(2026, 8, 11), [Account([.. StatementGenerators.Line.Sample(5)], 1_000)]));
        var change =
            from at in Gen.Choose(0, file.Length - 1)
            from value in Gen.Choose(0, 255)
            from cut in Gen.Choose(0, 3)
            select (at, (byte)value, cut);
        Prop.ForAll(change.ToArbitrary(), changed =>
        {
            var (at, value, cut) = changed;
            var broken = cut == 0 ? file[..at] : (byte[])file.Clone();
            if (cut != 0)
                broken[at] = value;
            var reading = ZenginReader.Read(broken);
            Assert.True(reading.File is null != (reading.Faults.Count == 0));
        }).QuickCheckThrowOnFailure();
    }

    private static ZenginAccount Account(IReadOnlyList<StatementLine> lines, decimal opening) =>
        new(StatementGenerators.Of([.. lines.OrderBy(line => line.BookingDate)], opening).Counted(), "ｱｻｷﾞﾘ", "ﾎﾝﾃﾝ");
}
