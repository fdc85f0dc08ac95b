namespace Warifu.Desk.Certificates.Unattended;

/// <summary>How it stands with the renewal of one certificate by itself, as pages and verbs show it.</summary>
/// <param name="IsOn">This PC renews by itself: its user said yes, or has not been asked.</param>
/// <param name="Renewed">The receipt of the renewal by which this certificate came.</param>
public sealed record UnattendedStanding(HeldCertificate Held, RenewalPlan? Plan, bool IsOn, RenewalReceipt? Renewed)
{
    public DateTimeOffset? AllowedSince => Plan?.AllowedSince;

    /// <summary>When it will be renewed; null: not by this program, or it has been.</summary>
    public DateTimeOffset? RenewsAt => IsOn && Plan is { AllowedSince: not null, Successor: null } plan ? plan.DueAt(Held) : null;

    public RenewalTry? Last => Plan?.Last;

    public IReadOnlyList<FollowedBrowser> Browsers => Plan?.Browsers ?? [];

    public static UnattendedStanding Of(DeskFolder folder, UnattendedChoice choice, HeldCertificate held) =>
        new(held, RenewalPlan.Of(folder, held), choice.Wanted != false,
            RenewalReceipt.FileOf(folder, held.Serial) is { } file ? RenewalReceipt.Read(file) : null);

    public static IReadOnlyList<UnattendedStanding> All(DeskFolder folder, UnattendedChoice choice) =>
        [.. HeldCertificate.All(folder).Select(held => Of(folder, choice, held))];
}
