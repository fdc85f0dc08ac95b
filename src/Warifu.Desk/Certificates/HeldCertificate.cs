using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Serialization;
using Warifu.Desk.Keys;
using Warifu.Pki.Certificates;
using Warifu.Wire;

namespace Warifu.Desk.Certificates;

/// <summary>A certificate on this PC, with the name of its key (seed 003, CCHK001: the list).</summary>
/// <param name="KeyName">Name of the private key in its place.</param>
/// <param name="Der">The certificate.</param>
/// <param name="Chain">DER, issuing CA first.</param>
/// <param name="Site">Origin of the bank's public face, where it was issued.</param>
/// <param name="SignIn">Origin of the face where it signs in.</param>
/// <param name="UsedAt">When this program first signed in with it.</param>
/// <param name="Tried">What the bank last said about it.</param>
/// <param name="Place">Where its key lives; null: in a sealed file of this PC.</param>
public sealed record HeldCertificate(
    SerialNumber Serial, BankCode Bank, Phrase BankName, string LoginId, string KeyName, byte[] Der, IReadOnlyList<byte[]> Chain,
    DateTimeOffset RenewableFrom, Uri? Site = null, Uri? SignIn = null, DateTimeOffset? UsedAt = null, Trial? Tried = null,
    KeyPlace? Place = null)
{
    private const string Kind = "certificate";

    [JsonIgnore]
    public Certificate Certificate => Certificate.Read(Der).Value;

    /// <summary>All on this PC, newest first for each bank and user.</summary>
    public static IReadOnlyList<HeldCertificate> All(DeskFolder folder) =>
        [.. folder.ReadAll<HeldCertificate>(Kind).OrderBy(held => held.Bank.Value, StringComparer.Ordinal).ThenBy(held => held.LoginId, StringComparer.Ordinal)
            .ThenByDescending(held => held.Certificate.NotAfter)];

    /// <summary>The one to sign in with: right bank and user, valid now, newest.</summary>
    public static HeldCertificate? For(DeskFolder folder, BankCode bank, string loginId, DateTimeOffset now) =>
        All(folder).FirstOrDefault(held => held.Bank == bank && held.LoginId == loginId
            && held.Certificate is var certificate && certificate.NotBefore <= now && now <= certificate.NotAfter);

    public static HeldCertificate? Of(DeskFolder folder, string serial) =>
        All(folder).FirstOrDefault(held => held.Serial.Hex == serial);

    public HeldState StateAt(DateTimeOffset now) =>
        Tried?.Code == Trial.Revoked ? HeldState.Revoked
        // NotAfter is the last second of validity.
        : now >= Certificate.NotAfter.AddSeconds(1) ? HeldState.Expired
        : now >= RenewableFrom ? HeldState.Renewable
        : HeldState.Issued;

    /// <summary>It has signed in here, or the bank said that it may.</summary>
    [JsonIgnore]
    public bool HasWorked => UsedAt is not null || Tried is { Code: null };

    /// <summary>Another of the same bank and user took its place.</summary>
    public bool IsSucceededBy(HeldCertificate other) =>
        other.Bank == Bank && other.LoginId == LoginId && other.Serial != Serial && other.Certificate.NotBefore > Certificate.NotBefore;

    public void Keep(DeskFolder folder) => folder.Write($"{Kind}-{Serial}.json", this);

    /// <summary>Deletes its key, where that is, and then it (seed 001, 2.11).</summary>
    /// <returns>Why nothing was deleted: a key in a token needs the token.</returns>
    public Refusal? Remove(DeskFolder folder, Vault vault)
    {
        if (vault.StoreAt(Place).Remove(KeyName) is { } refusal)
            return refusal;
        Forget(folder);
        return null;
    }

    /// <summary>Takes it off the list; a key in a token stays there.</summary>
    public void Forget(DeskFolder folder) => folder.Remove($"{Kind}-{Serial}.json");

    /// <summary>With its key, for TLS.</summary>
    public Outcome<X509Certificate2> WithKey(Vault vault) => vault.StoreAt(Place).Pair(KeyName, Der);
}

/// <summary>What the bank said when the certificate was tried.</summary>
/// <param name="Code">Of the refusal; null when it may sign in.</param>
/// <param name="What">In the language the bank was asked in.</param>
public sealed record Trial(DateTimeOffset At, string? Code, string? What, string? WayOut)
{
    internal const string Revoked = "certificate-revoked";
}

/// <summary>The states of seed 003, as far as this PC can know them.</summary>
public enum HeldState
{
    Issued,
    Renewable,
    Expired,
    Revoked,
}

public static class HeldStates
{
    public static Phrase Words(this HeldState state) => state switch
    {
        HeldState.Issued => new("発行済み", "Issued"),
        HeldState.Renewable => new("更新可", "Renewable"),
        HeldState.Expired => new("有効期限切れ", "Expired"),
        HeldState.Revoked => new("失効済み", "Revoked"),
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>Class of the badge.</summary>
    public static string Tone(this HeldState state) => state switch
    {
        HeldState.Issued => "good",
        HeldState.Renewable => "warn",
        HeldState.Expired or HeldState.Revoked => "bad",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
