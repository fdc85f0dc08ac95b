using System.Formats.Asn1;

namespace Warifu.Pki.Der;

/// <summary>RFC 5280, 4.1.2.5: UTCTime until 2049, GeneralizedTime from 2050, always whole seconds.</summary>
internal static class AsnTimes
{
    private const int LastUtcYear = 2049;

    public static void WriteTime(this AsnWriter writer, DateTimeOffset time)
    {
        if (time.UtcDateTime.Year <= LastUtcYear)
            writer.WriteUtcTime(time, LastUtcYear);
        else
            writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);
    }

    /// <exception cref="AsnContentException">No time, or the form that belongs to other years.</exception>
    public static DateTimeOffset ReadTime(this AsnReader reader)
    {
        if (reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime))
            return reader.ReadUtcTime(LastUtcYear);
        var time = reader.ReadGeneralizedTime();
        if (time.UtcDateTime.Year <= LastUtcYear || time.Ticks % TimeSpan.TicksPerSecond != 0)
            throw new AsnContentException("GeneralizedTime is for years from 2050, in whole seconds.");
        return time;
    }

    /// <summary>The whole second in which the time lies: what a certificate can say.</summary>
    public static DateTimeOffset WholeSecond(this DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerSecond));
    }
}
