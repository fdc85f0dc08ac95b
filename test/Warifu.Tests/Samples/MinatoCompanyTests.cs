using Warifu.Statements;
using Warifu.Statements.Formats.Zengin;
using Warifu.Wire;

namespace Warifu.Tests.Samples;

public sealed class MinatoCompanyTests
{
    private static readonly ZenginFile File = MinatoCompany.File();

    private static Statement Main => File.Accounts[0].Statement;

    [Fact]
    public void The_sample_file_is_what_the_generator_makes() => Golden.Same(MinatoCompany.SamplePath, ZenginWriter.Write(File));

    [Fact]
    public void The_reader_reads_the_sample_back()
    {
        var read = ZenginReader.Read(ZenginWriter.Write(File)).Outcome.Value;

        Assert.Equal(File.Created, read.Created);
        Assert.Equal(2, read.Accounts.Count);
        foreach (var (made, found) in File.Accounts.Zip(read.Accounts))
        {
            Assert.Equal(made.Statement.Account, found.Statement.Account);
            Assert.Equal(made.Statement.Closing, found.Statement.Closing);
            Assert.Equal(made.Statement.Lines, found.Statement.Lines);
        }
    }

    [Fact]
    public void The_main_account_has_more_than_four_hundred_lines_and_never_goes_below_zero()
    {
        Assert.Equal(AccountKey.Parse("9972-001-1-1234567"), Main.Account);
        Assert.True(Main.Lines.Count > 400, $"{Main.Lines.Count} lines");
        Assert.True(Main.IsProven);
        Assert.All(Main.Lines, line => Assert.True(line.Balance > 0, $"{line.BookingDate} {line.Balance}"));
        Assert.True(File.Accounts[1].Statement.Lines.Count > 20);
    }

    [Fact]
    public void Two_lines_of_one_day_are_equal_but_for_their_balance()
    {
        var twins = Main.Lines.Where(line => line.BookingDate == MinatoCompany.TwinDay && line.Amount == 110_000).ToList();

        Assert.Equal(2, twins.Count);
        Assert.Equal(twins[0] with { ItemKey = null, Balance = null }, twins[1] with { ItemKey = null, Balance = null });
        Assert.NotEqual(twins[0].Balance, twins[1].Balance);
    }

    [Fact]
    public void The_correction_takes_back_a_deposit() =>
        Assert.Equal(-54_000, Assert.Single(Main.Lines, line => line.Kind == TransactionKind.Correction).Amount);
}
