namespace Warifu.Pki.Jose;

/// <summary>The signature algorithms that are taken (RFC 7518, 3.1): of those that FAPI 2.0 permits, the ones of our key kinds.</summary>
public enum JwsAlgorithm
{
    /// <summary>ECDSA over P-256 with SHA-256; the signature is r ‖ s, 64 octets.</summary>
    ES256,

    /// <summary>RSASSA-PSS with SHA-256.</summary>
    PS256,
}
