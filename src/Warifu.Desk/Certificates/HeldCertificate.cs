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
public sealed record HeldCertificate(
    SerialNumber Serial, BankCode Bank, Phrase BankName, string LoginId, string KeyName, byte[] Der, IReadOnlyList<byte[]> Chain,
    DateTimeOffset RenewableFrom)
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

    public void Keep(DeskFolder folder) => folder.Write($"{Kind}-{Serial}.json", this);

    /// <summary>Deletes it and its key from this PC (seed 001, 2.11).</summary>
    public void Remove(DeskFolder folder, Vault vault)
    {
        folder.Remove($"{Kind}-{Serial}.json");
        vault.Remove(KeyName);
    }

    /// <summary>With its key, for TLS.</summary>
    public Outcome<X509Certificate2> WithKey(Vault vault)
    {
        using var key = vault.GetKey(KeyName);
        if (key is null)
            return DeskRefusals.NoCertificate;
        using var certificate = X509CertificateLoader.LoadCertificate(Der);
        return certificate.CopyWithPrivateKey(key);
    }
}
