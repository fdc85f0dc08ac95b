namespace Warifu.Web.Graphs;

/// <summary>The validity of a certificate as a bar: what is left of it, and where renewal opens.</summary>
public sealed record ValidityBar(DateTimeOffset NotBefore, DateTimeOffset NotAfter, DateTimeOffset Now, TimeSpan RenewalWindow)
{
    private static readonly TimeZoneInfo Tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

    public DateTimeOffset RenewableFrom => NotAfter - RenewalWindow;

    /// <summary>Calendar days in Japan until its end; none once it is past.</summary>
    public int DaysLeft => Math.Max(0, DayOf(NotAfter).DayNumber - DayOf(Now).DayNumber);

    /// <summary>Per cent of the whole at a time, 0 to 100.</summary>
    public int At(DateTimeOffset time) => (int)Math.Clamp(100 * (time - NotBefore) / (NotAfter - NotBefore), 0, 100);

    private static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Tokyo).DateTime);
}
