using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Warifu.Pki.Certificates;
using Warifu.Pki.Messages;
using Warifu.Wire;

namespace Warifu.Desk.Certificates.Unattended;

/// <summary>
/// What the program did without its user: a CMS message (RFC 5652) that holds these lines as JSON, signed by the new key and, where it is
/// still here, by the old one. It carries the certificates, so that anybody can judge it who knows the bank's root.
/// </summary>
/// <param name="OldSha256">Of the whole certificate, hexadecimal.</param>
/// <param name="RequestKey">Under which the bank has the request in its own books.</param>
public sealed record RenewalReceipt(
    string Form, BankCode Bank, Phrase BankName, string LoginId, SerialNumber OldSerial, string OldSha256, SerialNumber NewSerial, string NewSha256,
    DateTimeOffset NewNotAfter, Guid RequestKey, DateTimeOffset AskedAt, DateTimeOffset AnsweredAt)
{
    public const string Version1 = "warifu-renewal-receipt-1";

    private const string Kind = "receipt";
    private const string Extension = ".p7m";

    private static readonly JsonSerializerOptions Readable = new(WireJson.Options) { WriteIndented = true };

    public static RenewalReceipt Of(HeldCertificate old, HeldCertificate next, BegunRenewal begun, DateTimeOffset now) => new(
        Version1, next.Bank, next.BankName, next.LoginId, old.Serial, Convert.ToHexStringLower(old.Certificate.Sha256),
        next.Serial, Convert.ToHexStringLower(next.Certificate.Sha256), next.Certificate.NotAfter, begun.RequestKey, begun.AskedAt, begun.AnsweredAt ?? now);

    /// <param name="signers">With their keys; the new one first.</param>
    /// <param name="chain">DER.</param>
    public byte[] Sign(IReadOnlyList<X509Certificate2> signers, IEnumerable<byte[]> chain, DateTimeOffset now)
    {
        var pairs = signers.Select(signer => (Certificate.Read(signer.RawData).Value, signer.GetECDsaPrivateKey()!)).ToList();
        try
        {
            return SignedMessage.Encode(JsonSerializer.SerializeToUtf8Bytes(this, Readable), pairs, chain, now);
        }
        finally
        {
            pairs.ForEach(pair => pair.Item2.Dispose());
        }
    }

    /// <returns>Null where the file is no receipt, or says something else than what was signed by the certificate it names.</returns>
    public static RenewalReceipt? Read(byte[] content)
    {
        try
        {
            return SignedMessage.Read(content) is var (json, signers)
                && JsonSerializer.Deserialize<RenewalReceipt>(json, WireJson.Options) is { Form: Version1 } receipt
                && signers.Any(signer => Convert.ToHexStringLower(signer.Sha256) == receipt.NewSha256)
                ? receipt
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static void Keep(DeskFolder folder, SerialNumber serial, byte[] content) => folder.WriteBytes(FileOf(serial), content);

    /// <summary>The file, as it is handed to others; null when there is none.</summary>
    public static byte[]? FileOf(DeskFolder folder, SerialNumber serial) => folder.ReadBytes(FileOf(serial));

    /// <summary>Newest first. One that was altered is not among them.</summary>
    public static IReadOnlyList<RenewalReceipt> All(DeskFolder folder) =>
        [.. Directory.EnumerateFiles(folder.Path, $"{Kind}-*{Extension}").Select(file => Read(File.ReadAllBytes(file))).OfType<RenewalReceipt>().OrderByDescending(receipt => receipt.AnsweredAt)];

    private static string FileOf(SerialNumber serial) => $"{Kind}-{serial}{Extension}";
}
