using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace Warifu.Tokens;

/// <summary>
/// A key of OpenSSL whose signatures are made elsewhere: what TLS on Linux needs, where .NET takes no <see cref="ECDsa"/> of our own for a
/// client's certificate. OpenSSL keeps the public half and calls back for each signature (EC_KEY_METHOD).
/// </summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class OpenSslKey
{
    /// <summary>The one that .NET loads; a second copy would not know its keys.</summary>
    private const string Library = "libcrypto.so.3";

    private const int ExDataOfEcKeys = 8;
    private const int EvpEc = 408;

    // OpenSSL may ask as long as it holds the key, which nobody can tell from here: a handful of keys in a run of the program.
    private static readonly ConcurrentDictionary<nint, ECDsa> Signers = [];
    private static readonly ConcurrentDictionary<string, nint> Numbers = [];
    private static readonly Lazy<(nint Method, int Place)> Ours = new(Begin);
    private static int last;

    /// <param name="signer">It signs as long as the process lives, or until another of the same key takes its place.</param>
    public static ECDsaOpenSsl Of(ECDsa signer)
    {
        var info = signer.ExportSubjectPublicKeyInfo();
        nint key;
        fixed (byte* first = info)
        {
            var next = first;
            key = Made(ReadPublicKey(0, &next, info.Length));
        }
        var number = Numbers.GetOrAdd(Convert.ToHexString(info), _ => Interlocked.Increment(ref last));
        Signers[number] = signer;
        if (SetExData(key, Ours.Value.Place, number) != 1 || SetMethod(key, Ours.Value.Method) != 1)
            throw new CryptographicException("OpenSSL did not take the key's method.");
        using var handle = new SafeEvpPKeyHandle(Made(NewKey()), ownsHandle: true);
        if (Assign(handle.DangerousGetHandle(), EvpEc, key) != 1)
            throw new CryptographicException("OpenSSL did not take the key.");
        return new ECDsaOpenSsl(handle);
    }

    private static (nint Method, int Place) Begin()
    {
        var method = Made(NewMethod(Usual()));
        SetSign(method, &Sign, 0, 0);
        return (method, NewExData(ExDataOfEcKeys, 0, 0, 0, 0, 0));
    }

    /// <summary>No exception may pass into OpenSSL: 0 is its word for failure.</summary>
    [UnmanagedCallersOnly]
    private static int Sign(int type, byte* hash, int length, byte* signature, uint* written, nint inverse, nint r, nint key)
    {
        try
        {
            var made = Signers[GetExData(key, Ours.Value.Place)].SignHash(new ReadOnlySpan<byte>(hash, length).ToArray(), DSASignatureFormat.Rfc3279DerSequence);
            made.CopyTo(new Span<byte>(signature, made.Length));
            *written = (uint)made.Length;
            return 1;
        }
        catch (Exception)
        {
            return 0;
        }
    }

    private static nint Made(nint made) => made != 0 ? made : throw new CryptographicException("OpenSSL made nothing.");

    [LibraryImport(Library, EntryPoint = "d2i_EC_PUBKEY")]
    private static partial nint ReadPublicKey(nint into, byte** der, nint length);

    [LibraryImport(Library, EntryPoint = "EC_KEY_OpenSSL")]
    private static partial nint Usual();

    [LibraryImport(Library, EntryPoint = "EC_KEY_METHOD_new")]
    private static partial nint NewMethod(nint like);

    [LibraryImport(Library, EntryPoint = "EC_KEY_METHOD_set_sign")]
    private static partial void SetSign(nint method, delegate* unmanaged<int, byte*, int, byte*, uint*, nint, nint, nint, int> sign, nint prepare, nint signParts);

    [LibraryImport(Library, EntryPoint = "EC_KEY_set_method")]
    private static partial int SetMethod(nint key, nint method);

    [LibraryImport(Library, EntryPoint = "CRYPTO_get_ex_new_index")]
    private static partial int NewExData(int kind, nint number, nint pointer, nint make, nint copy, nint free);

    [LibraryImport(Library, EntryPoint = "EC_KEY_set_ex_data")]
    private static partial int SetExData(nint key, int place, nint value);

    [LibraryImport(Library, EntryPoint = "EC_KEY_get_ex_data")]
    private static partial nint GetExData(nint key, int place);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new")]
    private static partial nint NewKey();

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_assign")]
    private static partial int Assign(nint key, int kind, nint ecKey);
}
