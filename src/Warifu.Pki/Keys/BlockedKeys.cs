namespace Warifu.Pki.Keys;

/// <summary>Keys whose private half everybody knows, by SHA-256 of their SubjectPublicKeyInfo.</summary>
internal static class BlockedKeys
{
    private static readonly HashSet<string> Published =
    [
        "2bd1bb0c44a897c30a7aa0991cde38d8062fe441de50da0f46825344f602e827", // RFC 7515, A.3
        "51b944cdfa544d4c3273aa6bf350625a7dd53bbb6a71723274f538b19a207760", // RFC 7517, A.1
        "5a7a78cca4a0f420d9bc62bb669c3c2759e39f723d3ae10dcbe0f0815a07ecd4", // RFC 6979, A.2.5
        "b2b04340cfaee616ec9c2c62d261b208e54bb197498df52e8cadede23ac0ba5e", // RFC 9500, testECCP256
        "c4c10105a0be0ed4dd3354428dc38a9bfee64da141ce16e75c94eda272f9dd3a", // RFC 9500, testECCP384
    ];

    public static bool Contain(SubjectKey key) => Published.Contains(Convert.ToHexStringLower(key.Sha256));
}
