namespace Warifu.Statements.Formats.Zengin;

/// <summary>Cuts a file into records of 200 bytes with or without line ends: 200, 201 or 202 bytes apart.</summary>
internal static class ZenginRecords
{
    private const byte Cr = (byte)'\r';
    private const byte Lf = (byte)'\n';

    /// <summary>End of file as old programs write it, alone after the last record.</summary>
    private const byte Sub = 0x1A;

    public static List<ZenginRecord> Split(ReadOnlySpan<byte> file, ZenginFaults faults)
    {
        var records = new List<ZenginRecord>();
        var ebcdic = file is [ZenginCharacters.EbcdicOne, ..];
        var rest = ebcdic ? ZenginCharacters.FromEbcdic(file) : file;
        if (rest is [.., Sub])
            rest = rest[..^1];

        for (var number = 1; rest.Length > 0 && !faults.Full; number++)
        {
            var length = rest[..Math.Min(rest.Length, ZenginFields.RecordLength)].IndexOfAny(Cr, Lf);
            if (length < 0)
                length = Math.Min(rest.Length, ZenginFields.RecordLength);
            if (length == ZenginFields.RecordLength)
                records.Add(new ZenginRecord(number, rest[..length].ToArray(), ebcdic, faults));
            else
                faults.Add(number, ZenginFields.Whole, $"200 バイトです({length} バイトしかありません)。", $"200 bytes (there are {length}).");
            rest = AfterLineEnd(rest[length..]);
        }

        return records;
    }

    private static ReadOnlySpan<byte> AfterLineEnd(ReadOnlySpan<byte> rest) => rest switch
    {
        [Cr, Lf, ..] => rest[2..],
        [Cr or Lf, ..] => rest[1..],
        _ => rest,
    };
}
