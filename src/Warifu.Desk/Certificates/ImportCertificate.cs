using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Desk.Keys;
using Warifu.Desk.Network;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Desk.Certificates;

/// <summary>
/// Takes over a certificate that was acquired elsewhere, as a PKCS#12 file (seed 001: of the browser).
/// <list type="number">
/// <item>Open the file: one certificate of a person, with its key.</item>
/// <item>Ask the bank, by the certificate itself, whose it is and how it stands.</item>
/// <item>Seal the key, then keep the certificate.</item>
/// </list>
/// The file itself is left where it is; the user is told to delete it.
/// </summary>
public sealed class ImportCertificate(DeskFolder folder, Vault vault)
{
    /// <summary>More than any certificate with its key takes; a file to be refused is not read to its end.</summary>
    public const int MostOctets = 256 * 1024;

    private static readonly Pkcs12LoaderLimits Limits = new(Pkcs12LoaderLimits.Defaults) { MacIterationLimit = 600_000, IndividualKdfIterationLimit = 600_000, TotalKdfIterationLimit = 2_400_000 };

    // Windows signs TLS only with keys that have a place of their own.
    private static X509KeyStorageFlags Keys => X509KeyStorageFlags.Exportable | (OperatingSystem.IsWindows() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet);

    /// <param name="file">PKCS#12, DER.</param>
    /// <param name="bank">Address of the bank's public face.</param>
    /// <param name="wanted">DER of the certificate that is meant; null: the only one with a key.</param>
    public async Task<Outcome<HeldCertificate>> RunAsync(byte[] file, string password, Uri bank, bool japanese, CancellationToken cancel, byte[]? wanted = null)
    {
        var opened = Open(file, password, wanted); // 1
        if (opened.Refusal is { } unreadable)
            return unreadable;
        using var own = opened.Value.Own;
        var word = await WordOfBankAsync(folder, own, bank, japanese, cancel); // 2
        if (word.Refusal is { } notKnown)
            return notKnown;
        var (known, standing) = word.Value;
        if (HeldCertificate.Of(folder, standing.Serial.Hex) is { } here)
            return here;
        using var key = own.GetECDsaPrivateKey()!; // 3
        var exported = key.ExportPkcs8PrivateKey();
        var keyName = $"key-{Guid.CreateVersion7():n}";
        vault.Put(keyName, exported);
        CryptographicOperations.ZeroMemory(exported);
        var held = new HeldCertificate(
            standing.Serial, known.Code, known.Name, standing.LoginId, keyName, own.RawData, opened.Value.Chain,
            standing.RenewableFrom, bank, known.Certificates);
        held.Keep(folder);
        return held;
    }

    /// <summary>Whose a certificate is and how it stands, asked by the certificate itself.</summary>
    internal static async Task<Outcome<(EnrollingBank Bank, RenewalStanding Standing)>> WordOfBankAsync(
        DeskFolder folder, X509Certificate2 own, Uri bank, bool japanese, CancellationToken cancel)
    {
        using var asking = new WireClient(ServerTrust.Of(folder).Handler(clientCertificate: null), bank, japanese);
        var known = await asking.GetAsync<EnrollingBank>(EnrolmentWire.Bank, cancel);
        if (known.Refusal is { } notABank)
            return notABank;
        using var proving = new WireClient(ServerTrust.Of(folder).Handler(own), known.Value.Certificates, japanese);
        var standing = await proving.GetAsync<RenewalStanding>(EnrolmentWire.Renewals, cancel);
        return standing.Refusal is { } notStanding ? notStanding : (known.Value, standing.Value);
    }

    private static Outcome<(X509Certificate2 Own, IReadOnlyList<byte[]> Chain)> Open(byte[] file, string password, byte[]? wanted)
    {
        if (file.Length is 0 or > MostOctets)
            return ImportRefusals.NotReadable;
        try
        {
            var all = X509CertificateLoader.LoadPkcs12Collection(file, password, Keys, Limits);
            if (all.Where(one => one.HasPrivateKey && (wanted is null || one.RawData.AsSpan().SequenceEqual(wanted))).ToList() is not [var own])
                return ImportRefusals.NotOne;
            using var key = own.GetECDsaPrivateKey();
            return key is null ? ImportRefusals.KeyUnfit
                : (own, (IReadOnlyList<byte[]>)[.. ChainOf(own, all).Select(one => one.RawData)]);
        }
        catch (CryptographicException)
        {
            return ImportRefusals.NotReadable;
        }
    }

    /// <summary>The issuers that came with it, the nearest first.</summary>
    internal static IEnumerable<X509Certificate2> ChainOf(X509Certificate2 own, X509Certificate2Collection all)
    {
        var seen = new HashSet<X509Certificate2> { own };
        for (var below = own; all.FirstOrDefault(one => one.SubjectName.RawData.AsSpan().SequenceEqual(below.IssuerName.RawData)) is { } issuer && seen.Add(issuer); below = issuer)
            yield return issuer;
    }
}

/// <summary>Why a file is not taken over.</summary>
public static class ImportRefusals
{
    public static readonly Refusal NotReadable = new("import-not-readable", 422,
        new("このファイルを開けませんでした。", "The file could not be opened."),
        new("電子証明書のファイル（.p12 または .pfx）を選び、取得したときのパスワードを入力してください。", "Choose the certificate's file (.p12 or .pfx) and enter the password of its acquisition."));

    public static readonly Refusal NotOne = new("import-not-one", 422,
        new("このファイルには、鍵のある証明書がちょうど 1 枚入っていません。", "The file does not hold exactly one certificate with its key."),
        new("銀行で取得した電子証明書のファイルを選んでください。", "Choose the file of the certificate that you acquired at the bank."));

    public static readonly Refusal KeyUnfit = new("import-key-unfit", 422,
        new("この種類の鍵は取り込めません。", "A key of this kind cannot be taken over."),
        new("証明書をこのプログラムで新しく発行してください。", "Have a certificate issued by this program."));
}
