using System.Diagnostics;
using Warifu.Web.QrCodes;

namespace Warifu.Tests.Web.QrCodes;

public sealed class QrCodeTests
{
    public static TheoryData<int> Lengths => [1, 14, 15, 26, 42, 62, 84, 106, 122, 152, 180, 181, 213];

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task Another_program_reads_what_was_written_in_every_version(int length)
    {
        var text = string.Concat(Enumerable.Range(0, length).Select(n => "otpauth://totp/Bank:user?secret=GEZDGNBV%20"[n % 42]));
        Assert.Equal(text, await ReadAsync(QrCode.Of(text)));
    }

    [Fact]
    public void What_does_not_fit_is_refused() => Assert.Throws<ArgumentException>(() => QrCode.Of(new string('x', 214)));

    [Theory]
    [InlineData(1, 21)]
    [InlineData(14, 21)]
    [InlineData(15, 25)]
    [InlineData(213, 57)]
    public void The_smallest_version_is_taken(int length, int size) => Assert.Equal(size, QrCode.Of(new string('x', length)).Size);

    private static async Task<string> ReadAsync(QrCode code)
    {
        const int quiet = 4;
        const int scale = 6;
        var side = (code.Size + (2 * quiet)) * scale;
        var pixels = new byte[side * side];
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
            {
                var (row, column) = ((y / scale) - quiet, (x / scale) - quiet);
                var isDark = row >= 0 && column >= 0 && row < code.Size && column < code.Size && code[row, column];
                pixels[(y * side) + x] = isDark ? (byte)0 : (byte)255;
            }
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.pgm");
        await File.WriteAllBytesAsync(file, [.. System.Text.Encoding.ASCII.GetBytes($"P5\n{side} {side}\n255\n"), .. pixels], TestContext.Current.CancellationToken);
        try
        {
            using var reader = Process.Start(new ProcessStartInfo("/usr/bin/zbarimg", ["--quiet", "--raw", "--oneshot", file]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var read = await reader.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await reader.WaitForExitAsync(TestContext.Current.CancellationToken);
            return read.TrimEnd('\n');
        }
        finally
        {
            File.Delete(file);
        }
    }
}
