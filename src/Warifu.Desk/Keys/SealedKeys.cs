using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Wire;

namespace Warifu.Desk.Keys;

/// <summary>Keys in the vault's sealed files.</summary>
internal sealed class SealedKeys(Vault vault) : IKeyStore
{
    public Outcome<ECDsa> Make(string name) => vault.GetKey(name) ?? vault.MakeKey(name);

    public Refusal? Keep(string name, byte[] certificate) => null;

    public Outcome<X509Certificate2> Pair(string name, byte[] certificate)
    {
        using var key = vault.GetKey(name);
        if (key is null)
            return DeskRefusals.NoCertificate;
        using var bare = X509CertificateLoader.LoadCertificate(certificate);
        return bare.CopyWithPrivateKey(key);
    }

    public Refusal? Remove(string name)
    {
        vault.Remove(name);
        return null;
    }
}
