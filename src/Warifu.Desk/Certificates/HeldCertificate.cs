using System.Security.Cryptography.X509Certificates;
using Warifu.Desk.Keys;
using Warifu.Wire;

namespace Warifu.Desk.Certificates;

/// <summary>A certificate on this PC, with the name of its key (seed 003, CCHK001: the list).</summary>
/// <param name="KeyName">Name of the private key in its place.</param>
/// <param name="Certificate">DER.</param>
/// <param name="Chain">DER, issuing CA first.</param>
public sealed record HeldCertificate(
    SerialNumber Serial, BankCode Bank, Phrase BankName, string LoginId, string KeyName, byte[] Certificate, IReadOnlyList<byte[]> Chain,
    DateTimeOffset RenewableFrom)
{
    private const string Kind = "certificate";

    /// <summary>All on this PC, newest first for each bank and user.</summary>
    public static IReadOnlyList<HeldCertificate> All(DeskFolder folder) =>
        [.. folder.ReadAll<HeldCertificate>(Kind).OrderBy(held => held.Bank.Value, StringComparer.Ordinal).ThenBy(held => held.LoginId, StringComparer.Ordinal)
            .ThenByDescending(held => held.Read().NotAfter)];

    /// <summary>The one to sign in with: right bank and user, valid now, newest.</summary>
    public static HeldCertificate? For(DeskFolder folder, BankCode bank, string loginId, DateTimeOffset now) =>
        All(folder).FirstOrDefault(held => held.Bank == bank && held.LoginId == loginId
            && held.Read() is var certificate && certificate.NotBefore <= now && now <= certificate.NotAfter);

    public void Keep(DeskFolder folder) => folder.Write($"{Kind}-{Serial}.json", this);

    public X509Certificate2 Read() => X509CertificateLoader.LoadCertificate(Certificate);

    /// <summary>With its key, for TLS.</summary>
    public Outcome<X509Certificate2> WithKey(Vault vault)
    {
        using var key = vault.GetKey(KeyName);
        if (key is null)
            return DeskRefusals.NoCertificate;
        using var certificate = Read();
        return certificate.CopyWithPrivateKey(key);
    }
}
