using System.Diagnostics.CodeAnalysis;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Wire;

namespace Warifu.Desk.Keys.Windows;

/// <summary>
/// Keys with a key storage provider of Windows (CNG) that may not be exported; the certificate stands in the user's store, where browsers
/// find it. Windows itself asks for the PIN of a smart card.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsKeys(string provider) : IKeyStore
{
    public const string Platform = "Microsoft Platform Crypto Provider";
    public const string SmartCard = "Microsoft Smart Card Key Storage Provider";
    private const string Software = "Microsoft Software Key Storage Provider";

    private CngProvider Provider => new(provider);

    /// <summary>Those that answer on this PC: the security chip first, else Windows' own.</summary>
    public static IReadOnlyList<string> Providers() => [Answers(Platform) ? Platform : Software, SmartCard];

    public Outcome<ECDsa> Make(string name)
    {
        try
        {
            using var key = CngKey.Exists(name, Provider) ? CngKey.Open(name, Provider) : CngKey.Create(CngAlgorithm.ECDsaP256, name, new CngKeyCreationParameters
            {
                Provider = Provider,
                ExportPolicy = CngExportPolicies.None,
                KeyUsage = CngKeyUsages.Signing,
            });
            return new ECDsaCng(key);
        }
        catch (CryptographicException)
        {
            return KeyRefusals.NotUsable;
        }
    }

    public Refusal? Keep(string name, byte[] certificate) => Pair(name, certificate).Refusal;

    [SuppressMessage("ApiDesign", "RS0030:Banned API", Justification = "On Windows the store names the key where CNG keeps it.")]
    public Outcome<X509Certificate2> Pair(string name, byte[] certificate)
    {
        try
        {
            using var key = CngKey.Open(name, Provider);
            using var signing = new ECDsaCng(key);
            using var bare = X509CertificateLoader.LoadCertificate(certificate);
            var pair = bare.CopyWithPrivateKey(signing);
            using var store = Store();
            store.Add(pair);
            return pair;
        }
        catch (CryptographicException)
        {
            return KeyRefusals.NotUsable;
        }
    }

    public Refusal? Remove(string name)
    {
        try
        {
            using var store = Store();
            foreach (var certificate in store.Certificates)
            {
                using var key = certificate.GetECDsaPrivateKey() as ECDsaCng;
                if (key?.Key.KeyName == name)
                    store.Remove(certificate);
            }
            if (CngKey.Exists(name, Provider))
            {
                using var key = CngKey.Open(name, Provider);
                key.Delete();
            }
            return null;
        }
        catch (CryptographicException)
        {
            return KeyRefusals.NotUsable;
        }
    }

    private static X509Store Store() => new(StoreName.My, StoreLocation.CurrentUser, OpenFlags.ReadWrite);

    private static bool Answers(string provider)
    {
        try
        {
            _ = CngKey.Exists("warifu", new CngProvider(provider));
            return true;
        }
        catch (CryptographicException)
        {
            return false; // No chip, or one that is switched off.
        }
    }
}
