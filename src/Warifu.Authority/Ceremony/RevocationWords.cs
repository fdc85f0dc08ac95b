using Warifu.Wire.Registration;

namespace Warifu.Authority.Ceremony;

/// <summary>The reasons for which a root revokes, in the words of RFC 5280, 5.3.1.</summary>
public static class RevocationWords
{
    private static readonly Dictionary<string, RevocationReason> Reasons = new(StringComparer.Ordinal)
    {
        ["cACompromise"] = RevocationReason.CaCompromise,
        ["affiliationChanged"] = RevocationReason.AffiliationChanged,
        ["superseded"] = RevocationReason.Superseded,
        ["cessationOfOperation"] = RevocationReason.CessationOfOperation,
        ["unspecified"] = RevocationReason.Unspecified,
    };

    /// <summary>All of them, for a sentence.</summary>
    public static string OfAuthorities { get; } = string.Join(", ", Reasons.Keys);

    /// <returns>Null for a word that is no reason to revoke an authority.</returns>
    public static RevocationReason? Read(string? word) => word is not null && Reasons.TryGetValue(word, out var reason) ? reason : null;

    internal static string Of(RevocationReason reason) => Reasons.First(known => known.Value == reason).Key;
}
