using Warifu.Pki.Names;

namespace Warifu.Tests.Pki.Names;

public sealed class ProgramCommonNameTests
{
    private const string FromTheManual = "logid031 A001 20200304153656560435";

    [Fact]
    public void The_manuals_example_is_parsed_and_written_back()
    {
        var name = ProgramCommonName.Parse(FromTheManual);

        Assert.Equal(("logid031", "A001", 435), (name!.LoginId, name.UserSequence, name.Sequence));
        Assert.Equal(new DateTimeOffset(2020, 3, 4, 6, 36, 56, 560, TimeSpan.Zero), name.Issued);
        Assert.Equal(FromTheManual, name.ToString());
    }

    [Fact]
    public void The_time_is_japanese_and_cut_to_the_millisecond() =>
        Assert.Equal(
            "taro B012 20270101085959999007",
            new ProgramCommonName("taro", "B012", new DateTimeOffset(2026, 12, 31, 23, 59, 59, 999, TimeSpan.Zero).AddTicks(1234), 7).ToString());

    [Fact]
    public void The_longest_login_id_fills_the_common_name() =>
        Assert.Equal(64, new ProgramCommonName(new string('x', ProgramCommonName.MaximumLoginIdLength), "A001", DateTimeOffset.UnixEpoch, 0).ToString().Length);

    [Theory]
    [InlineData("", "A001", 0)]
    [InlineData("with space", "A001", 0)]
    [InlineData("taro", "a001", 0)]
    [InlineData("taro", "A01", 0)]
    [InlineData("taro", "A001", 1000)]
    public void A_part_out_of_bounds_is_refused(string loginId, string place, int sequence) =>
        Assert.Throws<FormatException>(() => new ProgramCommonName(loginId, place, DateTimeOffset.UnixEpoch, sequence));

    [Theory]
    [InlineData("taro")]
    [InlineData("taro A001 20201304153656560435")]
    [InlineData("taro A001 00010101000000000000")]
    [InlineData("taro A001 2020030415365656043")]
    [InlineData("taro 0001 20200304153656560435")]
    public void Another_style_is_not_parsed(string text) => Assert.Null(ProgramCommonName.Parse(text));
}
