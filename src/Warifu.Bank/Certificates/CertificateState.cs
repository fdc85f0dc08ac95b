using Warifu.Wire;

namespace Warifu.Bank.Certificates;

/// <summary>The state of a user's certificate in the words of seed 003.</summary>
internal enum CertificateState
{
    NotIssued,
    Issued,
    Renewable,
    Expired,
    Suspended,
    Revoked,
}

internal static class CertificateStates
{
    // NotAfter is the last second of validity.
    private static readonly TimeSpan LastSecond = TimeSpan.FromSeconds(1);

    /// <param name="registered">State in the register; null when the user never had one.</param>
    /// <param name="renewalWindow">This long before its end it can be renewed.</param>
    public static CertificateState Of(string? registered, DateTimeOffset? notAfter, DateTimeOffset now, TimeSpan renewalWindow) =>
        (registered, notAfter) switch
        {
            (null, _) or (_, null) => CertificateState.NotIssued,
            ("revoked", _) => CertificateState.Revoked,
            (_, { } end) when now >= end + LastSecond => CertificateState.Expired,
            ("suspended", _) => CertificateState.Suspended,
            (_, { } end) when end - now <= renewalWindow => CertificateState.Renewable,
            _ => CertificateState.Issued,
        };

    /// <summary>It can be used, now or once a suspension ends, so it can be revoked, and no other is issued beside it.</summary>
    public static bool Stands(this CertificateState state) =>
        state is CertificateState.Issued or CertificateState.Renewable or CertificateState.Suspended;

    public static Phrase Words(this CertificateState state) => state switch
    {
        CertificateState.NotIssued => new("未発行", "Not issued"),
        CertificateState.Issued => new("発行済み", "Issued"),
        CertificateState.Renewable => new("更新可", "Renewable"),
        CertificateState.Expired => new("有効期限切れ", "Expired"),
        CertificateState.Suspended => new("一時停止中", "Suspended"),
        CertificateState.Revoked => new("失効済み", "Revoked"),
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>Class of the badge.</summary>
    public static string Tone(this CertificateState state) => state switch
    {
        CertificateState.Issued => "good",
        CertificateState.Renewable or CertificateState.Suspended => "warn",
        CertificateState.Expired or CertificateState.Revoked => "bad",
        CertificateState.NotIssued => "",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
