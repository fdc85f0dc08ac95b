using Warifu.Web.Languages;

namespace Warifu.Web.Graphs;

/// <summary>The validity of a certificate as a bar: what is left of it, and where renewal opens.</summary>
public sealed record ValidityBar(DateTimeOffset NotBefore, DateTimeOffset NotAfter, DateTimeOffset Now, TimeSpan RenewalWindow)
{
    public DateTimeOffset RenewableFrom => NotAfter - RenewalWindow;

    public int DaysLeft => DaysUntil(NotAfter, Now);

    /// <summary>Calendar days in Japan until a certificate's end; none once it is past. Pages and mails count them alike.</summary>
    public static int DaysUntil(DateTimeOffset end, DateTimeOffset now) => Math.Max(0, JapanTime.DayOf(end).DayNumber - JapanTime.DayOf(now).DayNumber);

    /// <summary>Per cent of the whole at a time, 0 to 100.</summary>
    public int At(DateTimeOffset time) => (int)Math.Clamp(100 * (time - NotBefore) / (NotAfter - NotBefore), 0, 100);
}
