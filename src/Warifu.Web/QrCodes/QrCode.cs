using System.Text;

namespace Warifu.Web.QrCodes;

/// <summary>
/// A QR code (ISO/IEC 18004) of up to 213 octets in byte mode, error correction level M, versions 1 to 10.
/// 1. The smallest version that holds the text; mode, length, octets, padding.
/// 2. Reed–Solomon octets per block, interleaved.
/// 3. What is fixed: finders, timing, alignment, version.
/// 4. The octets in zigzag, under the mask with the least penalty.
/// </summary>
public sealed class QrCode
{
    // By version: octets in all, blocks, correcting octets per block at level M (ISO/IEC 18004, table 9), coordinates of alignment (annex E).
    private static readonly (int Octets, int Blocks, int Correcting, int[] Alignment)[] Versions =
    [
        (26, 1, 10, []), (44, 1, 16, [6, 18]), (70, 1, 26, [6, 22]), (100, 2, 18, [6, 26]), (134, 2, 24, [6, 30]),
        (172, 4, 16, [6, 34]), (196, 4, 18, [6, 22, 38]), (242, 4, 22, [6, 24, 42]), (292, 5, 22, [6, 26, 46]), (346, 5, 26, [6, 28, 50]),
    ];

    private readonly bool[,] dark;
    private readonly bool[,] isFixed;

    private QrCode(int version)
    {
        Size = 17 + (4 * version);
        (dark, isFixed) = (new bool[Size, Size], new bool[Size, Size]);
    }

    /// <summary>Modules on one side, without the quiet zone of four.</summary>
    public int Size { get; }

    public bool this[int row, int column] => dark[row, column];

    /// <exception cref="ArgumentException">Longer than 213 octets of UTF-8.</exception>
    public static QrCode Of(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        var version = 1 + Array.FindIndex(Versions, it => it.Octets - (it.Blocks * it.Correcting) >= octets.Length + (it.Octets >= 346 ? 3 : 2)); // 1
        if (version == 0)
            throw new ArgumentException("Too long for a picture that is read with ease.", nameof(text));
        var code = new QrCode(version);
        code.DrawFixed(version); // 3
        code.DrawOctets(Interleaved(version, Data(version, octets))); // 1, 2, 4
        code.Mask();
        return code;
    }

    private static byte[] Data(int version, byte[] octets)
    {
        var (all, blocks, correcting, _) = Versions[version - 1];
        var bits = new List<bool>();
        Append(0b0100, 4); // Byte mode.
        Append(octets.Length, version < 10 ? 8 : 16);
        foreach (var octet in octets)
            Append(octet, 8);
        var room = 8 * (all - (blocks * correcting));
        Append(0, Math.Min(4, room - bits.Count));
        Append(0, -bits.Count & 7);
        for (var padding = 0xec; bits.Count < room; padding ^= 0xec ^ 0x11)
            Append(padding, 8);
        return [.. bits.Chunk(8).Select(eight => eight.Aggregate((byte)0, (octet, bit) => (byte)((octet << 1) | (bit ? 1 : 0))))];

        void Append(int value, int count)
        {
            for (var at = count - 1; at >= 0; at--)
                bits.Add(((value >> at) & 1) != 0);
        }
    }

    private static List<byte> Interleaved(int version, byte[] data)
    {
        var (_, blocks, correcting, _) = Versions[version - 1];
        var (length, longer) = (data.Length / blocks, data.Length % blocks);
        var (parts, at) = (new List<byte[]>(), 0);
        for (var block = 0; block < blocks; block++)
        {
            var size = length + (block >= blocks - longer ? 1 : 0);
            parts.Add(data[at..(at + size)]);
            at += size;
        }
        var corrections = parts.ConvertAll(part => ReedSolomon.Remainder(part, correcting));
        var result = new List<byte>();
        for (var n = 0; n <= length; n++)
            result.AddRange(parts.Where(part => n < part.Length).Select(part => part[n]));
        for (var n = 0; n < correcting; n++)
            result.AddRange(corrections.Select(part => part[n]));
        return result;
    }

    private void DrawFixed(int version)
    {
        for (var n = 0; n < Size; n++)
        {
            Fix(6, n, n % 2 == 0);
            Fix(n, 6, n % 2 == 0);
        }
        foreach (var (row, column) in ((int, int)[])[(3, 3), (3, Size - 4), (Size - 4, 3)])
            Square(row, column, 4, distance => distance is not (2 or 4));
        var places = Versions[version - 1].Alignment;
        foreach (var row in places)
            foreach (var column in places)
                if (!((row == 6 && (column == 6 || column == Size - 7)) || (row == Size - 7 && column == 6)))
                    Square(row, column, 2, distance => distance != 1);
        DrawFormat(0); // Held now, written once the mask is known.
        if (version < 7)
            return;
        var bits = (version << 12) | Remainder(version, 0x1f25, 12);
        for (var n = 0; n < 18; n++)
        {
            Fix(n / 3, Size - 11 + (n % 3), ((bits >> n) & 1) != 0);
            Fix(Size - 11 + (n % 3), n / 3, ((bits >> n) & 1) != 0);
        }
    }

    private void DrawFormat(int mask)
    {
        var bits = ((mask << 10) | Remainder(mask, 0x537, 10)) ^ 0x5412; // Level M is 00.
        for (var n = 0; n < 15; n++)
        {
            var bit = ((bits >> n) & 1) != 0;
            Fix(n < 6 ? n : n < 8 ? n + 1 : Size - 15 + n, 8, bit);
            Fix(8, n < 8 ? Size - 1 - n : n == 8 ? 7 : 14 - n, bit);
        }
        Fix(Size - 8, 8, true);
    }

    private void DrawOctets(List<byte> octets)
    {
        var at = 0;
        for (var right = Size - 1; right >= 1; right -= 2)
        {
            if (right == 6)
                right = 5; // The timing column is passed over.
            for (var n = 0; n < Size; n++)
                foreach (var column in (int[])[right, right - 1])
                {
                    var row = ((right + 1) & 2) == 0 ? Size - 1 - n : n;
                    if (isFixed[row, column] || at >= octets.Count * 8)
                        continue;
                    dark[row, column] = ((octets[at / 8] >> (7 - (at % 8))) & 1) != 0;
                    at++;
                }
        }
    }

    private void Mask()
    {
        var best = Enumerable.Range(0, 8).MinBy(mask =>
        {
            Flip(mask);
            DrawFormat(mask);
            var penalty = QrPenalty.Of(dark);
            Flip(mask);
            return penalty;
        });
        Flip(best);
        DrawFormat(best);
    }

    private void Flip(int mask)
    {
        for (var i = 0; i < Size; i++)
            for (var j = 0; j < Size; j++)
                dark[i, j] ^= !isFixed[i, j] && mask switch
                {
                    0 => (i + j) % 2 == 0,
                    1 => i % 2 == 0,
                    2 => j % 3 == 0,
                    3 => (i + j) % 3 == 0,
                    4 => ((i / 2) + (j / 3)) % 2 == 0,
                    5 => (i * j % 2) + (i * j % 3) == 0,
                    6 => ((i * j % 2) + (i * j % 3)) % 2 == 0,
                    _ => (((i + j) % 2) + (i * j % 3)) % 2 == 0,
                };
    }

    private void Square(int row, int column, int reach, Func<int, bool> isDark)
    {
        for (var i = -reach; i <= reach; i++)
            for (var j = -reach; j <= reach; j++)
                if (row + i >= 0 && row + i < Size && column + j >= 0 && column + j < Size)
                    Fix(row + i, column + j, isDark(Math.Max(Math.Abs(i), Math.Abs(j))));
    }

    private void Fix(int row, int column, bool isDark) => (dark[row, column], isFixed[row, column]) = (isDark, true);

    /// <summary>Of a BCH code: so many bits.</summary>
    private static int Remainder(int value, int divisor, int bits)
    {
        var rest = value;
        for (var n = 0; n < bits; n++)
            rest = (rest << 1) ^ ((rest >> (bits - 1)) * divisor);
        return rest;
    }
}
