using System.Security.Cryptography;
using Warifu.Wire;

namespace Warifu.Desk.Certificates.Unattended;

/// <summary>What this PC means to do for one certificate without its user, and what became of it.</summary>
/// <param name="Lot">Drawn once, 0 up to 1: where in the first part of the window the renewal falls, so that a bank's customers do not all come at once.</param>
/// <param name="AllowedSince">When its user allowed it, as the bank says; null: it is not renewed by itself.</param>
/// <param name="Begun">A renewal that was asked for and whose last step is not done.</param>
/// <param name="Successor">What took its place; nothing is left to do but to clear it away.</param>
/// <param name="Last">The last try.</param>
/// <param name="Failures">Tries refused since one succeeded.</param>
/// <param name="FailingSince">When the first of these was.</param>
/// <param name="NextTry">Not before then.</param>
/// <param name="Browsers">Into which it was put, or not, when this program had renewed it.</param>
public sealed record RenewalPlan(
    SerialNumber Serial, double Lot, DateTimeOffset? AllowedSince = null, BegunRenewal? Begun = null, SerialNumber? Successor = null,
    RenewalTry? Last = null, int Failures = 0, DateTimeOffset? FailingSince = null, DateTimeOffset? NextTry = null,
    IReadOnlyList<FollowedBrowser>? Browsers = null)
{
    private const string Kind = "plan";

    // 40 days of window: the renewal falls into the first 13, and 27 are left for whatever is in the way.
    private const int FirstPart = 3;

    // A moment to come that lies farther away than any wait was set by a clock that was wrong.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(2);

    public static RenewalPlan? Of(DeskFolder folder, HeldCertificate held) => folder.Read<RenewalPlan>(FileOf(held.Serial));

    public static RenewalPlan Draw(SerialNumber serial) =>
        new(serial, RandomNumberGenerator.GetInt32(1_000_000) / 1_000_000d);

    public static IReadOnlyList<RenewalPlan> All(DeskFolder folder) => folder.ReadAll<RenewalPlan>(Kind);

    /// <summary>The moment at which the program means to renew it.</summary>
    public DateTimeOffset DueAt(HeldCertificate held) =>
        held.RenewableFrom + ((held.Certificate.NotAfter - held.RenewableFrom) / FirstPart * Lot);

    /// <summary>What is to be done now.</summary>
    /// <param name="all">The certificates of this PC.</param>
    internal Deed DeedAt(HeldCertificate held, IReadOnlyList<HeldCertificate> all, DateTimeOffset now) =>
        NextTry is { } next && next > now && next - now <= LongestWait ? Deed.Nothing
        : Successor is not null ? Deed.ClearAway
        : Begun is not null ? Deed.Renew
        : AllowedSince is null ? Deed.Nothing
        : all.Any(held.IsSucceededBy) ? Deed.Follow
        : held.StateAt(now) is HeldState.Renewable && now >= DueAt(held) ? Deed.Renew
        : Deed.Nothing;

    /// <summary>The plan of a successor: what its user has allowed goes on.</summary>
    internal RenewalPlan Following(RenewalPlan old, IReadOnlyList<FollowedBrowser> browsers) => this with { AllowedSince = old.AllowedSince, Browsers = browsers };

    public void Keep(DeskFolder folder) => folder.Write(FileOf(Serial), this);

    public void Remove(DeskFolder folder) => folder.Remove(FileOf(Serial));

    private static string FileOf(SerialNumber serial) => $"{Kind}-{serial}.json";
}

/// <summary>Written down before the bank is asked, so that a receipt can be made whatever happens in between.</summary>
/// <param name="KeyName">Of the successor's key, by which it is known when it has come.</param>
public sealed record BegunRenewal(Guid RequestKey, string KeyName, DateTimeOffset AskedAt, DateTimeOffset? AnsweredAt = null);

/// <param name="Refusal">Why it was not renewed; null: it was.</param>
public sealed record RenewalTry(DateTimeOffset At, Refusal? Refusal);

/// <summary>What a plan asks of the program.</summary>
internal enum Deed
{
    Nothing,

    /// <summary>Or go on with a renewal that was begun.</summary>
    Renew,

    /// <summary>Its user has renewed it by hand: the plan passes to the successor.</summary>
    Follow,

    /// <summary>It is renewed, and goes when the bank no longer takes it.</summary>
    ClearAway,
}
