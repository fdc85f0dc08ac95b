namespace Warifu.Tokens;

/// <summary>How the process reaches its PKCS#11 tokens. A class, not a record: its text must not show the PIN.</summary>
/// <param name="module">Path of the vendor's library, such as /usr/lib/softhsm/libsofthsm2.so.</param>
/// <param name="pin">The user PIN of every token the ceremony names; never logged, never part of an address or a command line.</param>
public sealed class TokenSettings(string module, string pin)
{
    public string Module { get; } = module;

    internal string Pin { get; } = pin;
}
