namespace Warifu.Pki.Profiles;

/// <summary>The bits of keyUsage the profiles use, at their places in the named bit list (RFC 5280, 4.2.1.3).</summary>
[Flags]
public enum KeyUsages
{
    None = 0,
    DigitalSignature = 1 << 0,
    KeyCertSign = 1 << 5,
    CrlSign = 1 << 6,
}
