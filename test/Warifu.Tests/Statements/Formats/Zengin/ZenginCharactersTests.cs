using System.Text;
using Warifu.Statements.Formats.Zengin;

namespace Warifu.Tests.Statements.Formats.Zengin;

public sealed class ZenginCharactersTests
{
    private static readonly Encoding ShiftJis =
        CodePagesEncodingProvider.Instance.GetEncoding(932, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    [Fact]
    public void Any_two_bytes_read_as_the_code_page_reads_them()
    {
        for (var first = 0; first < 256; first++)
            for (var second = 0; second < 256; second++)
                Assert.Equal(ByCodePage([(byte)first, (byte)second]), ZenginCharacters.Decode([(byte)first, (byte)second]));
    }

    private static string? ByCodePage(byte[] bytes)
    {
        try
        {
            var text = ShiftJis.GetString(bytes);
            return text.Any(char.IsControl) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
