namespace Warifu.Bank.Certificates;

/// <summary>The validity of a certificate as a bar: what is left of it, and where renewal opens.</summary>
internal sealed record ValidityBar(DateTimeOffset NotBefore, DateTimeOffset NotAfter, DateTimeOffset Now, TimeSpan RenewalWindow)
{
    public DateTimeOffset RenewableFrom => NotAfter - RenewalWindow;

    public int DaysLeft => JapanTime.DaysUntil(NotAfter, Now);

    /// <summary>Per cent of the whole at a time, 0 to 100.</summary>
    public int At(DateTimeOffset time) => (int)Math.Clamp(100 * (time - NotBefore) / (NotAfter - NotBefore), 0, 100);

    /// <summary>For a certificate in the register; null for a user without one.</summary>
    public static ValidityBar? Of(HeldCertificate held, DateTimeOffset now, TimeSpan renewalWindow) =>
        held is { NotBefore: { } from, NotAfter: { } to } ? new(from, to, now, renewalWindow) : null;
}
