using Warifu.Statements;
using Warifu.Statements.Formats.Zengin;

namespace Warifu.Tests.Statements.Formats.Zengin;

public sealed class ZenginDatesTests
{
    private static readonly DateOnly Late = ZenginLayout.Standard.ReceivedBy;

    [Fact]
    public void Reiwa_is_the_newest_reading() => Assert.Equal(Window("2026-08-01", "2026-11-20"), ZenginDates.Header("081120", "080801", "081120", Late)!.Value.Window);

    [Fact]
    public void A_window_may_cross_from_Heisei_to_Reiwa() =>
        Assert.Equal(Window("2019-04-01", "2019-05-31"), ZenginDates.Header("010603", "310401", "010531", Late)!.Value.Window);

    [Fact]
    public void Reiwa_1_may_be_written_as_Heisei_31() =>
        Assert.Equal(Window("2019-06-01", "2019-06-30"), ZenginDates.Header("310701", "310601", "310630", Late)!.Value.Window);

    [Fact]
    public void A_file_received_earlier_is_of_the_era_before() =>
        Assert.Equal(Window("2016-05-01", "2016-05-03"), ZenginDates.Header("280503", "280501", "280503", new DateOnly(2026, 11, 21))!.Value.Window);

    [Theory]
    [InlineData("081120", "081120", "080801")]
    [InlineData("081120", "080801", "081121")]
    [InlineData("081120", "089901", "081120")]
    [InlineData("000101", "000101", "000101")]
    public void Dates_out_of_order_or_impossible_give_no_window(string created, string from, string to) =>
        Assert.Null(ZenginDates.Header(created, from, to, Late));

    [Fact]
    public void A_date_is_written_in_its_own_era()
    {
        Assert.Equal("081120", ZenginDates.Write(new DateOnly(2026, 11, 20)));
        Assert.Equal("010501", ZenginDates.Write(new DateOnly(2019, 5, 1)));
        Assert.Equal("310430", ZenginDates.Write(new DateOnly(2019, 4, 30)));
    }

    private static DateWindow Window(string from, string to) => new(DateOnly.Parse(from), DateOnly.Parse(to));
}
