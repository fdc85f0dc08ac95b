namespace Warifu.Web.QrCodes;

/// <summary>How hard a masked code is to read (ISO/IEC 18004, 7.8.3).</summary>
internal static class QrPenalty
{
    private const int Block = 3;
    private const int LikeFinder = 40;
    private const int Imbalance = 10;

    // Dark and light as 1:1:3:1:1 with four light modules on one side.
    private const int FinderBefore = 0b10111010000;
    private const int FinderAfter = 0b00001011101;

    public static int Of(bool[,] dark)
    {
        var size = dark.GetLength(0);
        var (penalty, count) = (0, 0);
        for (var n = 0; n < size; n++)
            penalty += OfLine(size, at => dark[n, at]) + OfLine(size, at => dark[at, n]);
        for (var row = 0; row < size; row++)
            for (var column = 0; column < size; column++)
            {
                count += dark[row, column] ? 1 : 0;
                if (row > 0 && column > 0 && dark[row, column] == dark[row - 1, column]
                    && dark[row, column] == dark[row, column - 1] && dark[row, column] == dark[row - 1, column - 1])
                    penalty += Block;
            }
        // Ten for each full 5 % off one half.
        return penalty + (Imbalance * (Math.Abs((count * 20) - (size * size * 10)) / (size * size)));
    }

    private static int OfLine(int size, Func<int, bool> isDark)
    {
        var (penalty, run, window) = (0, 0, 0);
        for (var at = 0; at < size; at++)
        {
            run = at > 0 && isDark(at) == isDark(at - 1) ? run + 1 : 1;
            penalty += run == 5 ? 3 : run > 5 ? 1 : 0;
            window = ((window << 1) | (isDark(at) ? 1 : 0)) & 0x7ff;
            if (at >= 10 && window is FinderBefore or FinderAfter)
                penalty += LikeFinder;
        }
        return penalty;
    }
}
