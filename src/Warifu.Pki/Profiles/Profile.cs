using Warifu.Pki.Der;
using Warifu.Pki.Keys;

namespace Warifu.Pki.Profiles;

/// <summary>What a certificate of one kind may and must be. The lints hold each certificate to it.</summary>
/// <param name="MaximumDays">Longest validity, both ends included.</param>
/// <param name="Keys">Kinds of key it certifies.</param>
/// <param name="KeyUsage">Exactly these bits, critical.</param>
public sealed record Profile(string Name, int MaximumDays, IReadOnlyList<KeyKind> Keys, KeyUsages KeyUsage)
{
    /// <summary>Exactly these purposes, by object identifier; none: the extension is absent.</summary>
    public IReadOnlyList<string> Purposes { get; init; } = [];

    /// <summary>How many authorities may stand below; null for the certificate of no authority.</summary>
    public int? PathLength { get; init; }

    /// <summary>The holder is named by DNS names and addresses (RFC 6125) beside the subject.</summary>
    public bool NamesHosts { get; init; }

    /// <summary>Points to its CRL and its issuer's certificate.</summary>
    public bool PointsToIssuer { get; init; } = true;

    /// <summary>An authority delegates to it the answers on its certificates (RFC 6960, 4.2.2.2).</summary>
    public bool AnswersStatus => Purposes.Contains(Oids.OcspSigning);

    public bool IsAuthority => PathLength is not null;
}
