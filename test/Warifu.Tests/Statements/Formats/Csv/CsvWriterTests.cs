using System.Text;
using Warifu.Statements;
using Warifu.Statements.Formats.Csv;

namespace Warifu.Tests.Statements.Formats.Csv;

public sealed class CsvWriterTests
{
    private static string Written(bool japanese = true) => Encoding.UTF8.GetString(CsvWriter.Write(TestStatement.Small, japanese, CsvEncoding.Utf8));

    [Fact]
    public void Each_booking_is_a_line_under_the_titles_of_japanese_banks_files() => Assert.Equal(
        """
        ﻿"照会口座","番号","勘定日","起算日","出金金額","入金金額","小切手区分","残高","取引区分","明細区分","金融機関名","支店名","摘要"
        "9972-001-1-1234567",1,"2026/11/04","2026/11/02",,55000,"",56000,"振込",11,"ｼｵｶｾﾞｷﾞﾝｺｳ","ﾎﾝﾃﾝ","ﾌﾘｺﾐ ｶ)ﾊﾏﾍﾞｽｲｻﾝ"
        "9972-001-1-1234567",2,"2026/11/05","2026/11/05",880,,"",55120,"その他",18,"","",""
        "9972-001-1-1234567",3,"2026/11/06","2026/11/06",55000,,"",120,"訂正",19,"","","'=ﾃｲｾｲ"
        "9972-001-1-1234567",4,"2026/11/06","2026/11/06",2000,,"1",-1880,"交換",13,"","","ｺｷﾞﾂﾃ"

        """,
        Written().ReplaceLineEndings("\n"));

    [Fact]
    public void Titles_and_kinds_follow_the_language_and_lines_end_as_the_standard_says()
    {
        var english = Written(japanese: false);
        Assert.Contains("\"Booking date\"", english, StringComparison.Ordinal);
        Assert.Contains("\"Transfer\"", english, StringComparison.Ordinal);
        Assert.Equal(english.Count(letter => letter == '\n'), english.Split("\r\n").Length - 1);
    }

    [Fact]
    public void In_shift_jis_a_character_it_does_not_have_is_shown_as_missing()
    {
        var statement = TestStatement.Of(new StatementLine(new(2026, 11, 4), new(2026, 11, 4), 1, "髙島한") { Balance = 1001 });
        var text = CodePagesEncodingProvider.Instance.GetEncoding(932)!.GetString(CsvWriter.Write(statement, japanese: true, CsvEncoding.ShiftJis));
        Assert.Contains("\"髙島〓\"", text, StringComparison.Ordinal);
        Assert.StartsWith("\"照会口座\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+81")]
    [InlineData("-1")]
    [InlineData("@cmd")]
    [InlineData("\tx")]
    public void No_cell_of_text_begins_as_a_formula(string cell) =>
        Assert.StartsWith("\"'", Encoding.UTF8.GetString(new CsvText().Line(cell).Encoded(CsvEncoding.Utf8)).TrimStart('\uFEFF'), StringComparison.Ordinal);

    [Fact]
    public void A_quotation_mark_in_a_cell_is_doubled() =>
        Assert.Contains("\"a\"\"b\"", Encoding.UTF8.GetString(new CsvText().Line("a\"b").Encoded(CsvEncoding.Utf8)), StringComparison.Ordinal);
}
