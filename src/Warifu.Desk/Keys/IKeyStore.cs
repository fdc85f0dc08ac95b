using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Wire;

namespace Warifu.Desk.Keys;

/// <summary>The keys in one place. Names are <c>key-</c> and hexadecimal digits.</summary>
public interface IKeyStore
{
    /// <summary>Makes a P-256 key that is kept before anybody can use it; one of this name that is there is taken instead.</summary>
    Outcome<ECDsa> Make(string name);

    /// <summary>Puts the certificate beside its key, where other programs look. Once more changes nothing.</summary>
    Refusal? Keep(string name, byte[] certificate);

    /// <summary>The certificate with its key, for TLS. The key has just proved that it signs.</summary>
    Outcome<X509Certificate2> Pair(string name, byte[] certificate);

    /// <summary>Deletes the key and what stands beside it; what is not there is no fault.</summary>
    Refusal? Remove(string name);
}
