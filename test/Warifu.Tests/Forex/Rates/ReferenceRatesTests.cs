using FsCheck;
using FsCheck.Fluent;
using Warifu.Forex.Rates;

namespace Warifu.Tests.Forex.Rates;

public sealed class ReferenceRatesTests
{
    private const string TwoDays = "date,usd_per_eur,jpy_per_eur\n1999-01-04,1.1789,133.73\n1999-01-05,1.179,130.96\n";

    [Fact]
    public void The_yen_for_a_dollar_follows_from_both_rates_of_the_euro()
    {
        var days = ReferenceRates.Read(TwoDays).Value;
        Assert.Equal(113.4363m, days[0].Of(new("USD", "JPY")));
        Assert.Equal(133.73m, days[0].Of(new("EUR", "JPY")));
        Assert.Null(days[0].Of(new("GBP", "JPY")));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("date,usd,jpy\n", 1)]
    [InlineData("date,usd_per_eur,jpy_per_eur\n1999-01-04,1.1,0\n", 2)]
    [InlineData("date,usd_per_eur,jpy_per_eur\n1999-01-05,1.1,130\n1999-01-04,1.1,130\n", 3)]
    [InlineData("date,usd_per_eur,jpy_per_eur\n1999-02-30,1.1,130\n", 2)]
    [InlineData("date,usd_per_eur,jpy_per_eur\n\n1999-01-04,1.1,130\n", 2)]
    public void A_wrong_line_is_named_and_nothing_is_taken(string csv, int line)
    {
        var refusal = ReferenceRates.Read(csv).Refusal!;
        Assert.Equal("reference-rates-unreadable", refusal.Code);
        Assert.Equal($"Line {line}", refusal.Detail!.En);
    }

    [Fact]
    public void No_text_makes_the_reader_throw() =>
        Check.QuickThrowOnFailure(Prop.ForAll<NonNull<string>>(text => ReferenceRates.Read(text.Get) is var outcome && (outcome.Refusal is not null || outcome.Value.Count >= 0)));

    [Theory]
    [InlineData("usd", "JPY")]
    [InlineData("USD", "USD")]
    [InlineData("US", "JPY")]
    public void A_pair_that_is_none_cannot_be_made(string @base, string quote) => Assert.Throws<FormatException>(() => new CurrencyPair(@base, quote));
}
