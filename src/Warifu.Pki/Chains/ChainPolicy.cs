using Warifu.Pki.Certificates;
using Warifu.Pki.Der;
using Warifu.Pki.Keys;
using Warifu.Pki.Profiles;
using Warifu.Wire;

namespace Warifu.Pki.Chains;

/// <summary>What a leaf must be good for.</summary>
public enum Purpose
{
    ClientAuthentication,
    ServerAuthentication,
}

/// <summary>
/// Whether a certificate descends from a root we hold, through one issuing authority. Asked once, when a row enters a register;
/// afterwards the register decides.
/// </summary>
public static class ChainPolicy
{
    private static readonly IReadOnlyList<Check<Chain>> Checks =
    [
        new("chain-root-self", "ルート証明書は自己署名です。", "The root issued and signed itself.",
            it => Names(it.Root, it.Root) && it.Root.IsSignedBy(it.Root.Key)),
        new("chain-issuing-signature", "発行局の証明書はルートが署名しています。", "The root issued and signed the issuing authority's certificate.",
            it => Names(it.Root, it.Issuing) && it.Issuing.IsSignedBy(it.Root.Key)),
        new("chain-leaf-signature", "証明書は発行局が署名しています。", "The issuing authority issued and signed the certificate.",
            it => Names(it.Issuing, it.Leaf) && it.Leaf.IsSignedBy(it.Issuing.Key)),
        new("chain-validity", "3つの証明書はその時点で有効期間内です。", "All three certificates are inside their validity at that time.",
            it => it.All.All(certificate => certificate.NotBefore <= it.At && it.At < certificate.NotAfter.AddSeconds(1))),
        new("chain-authorities", "ルートと発行局は認証局で、パス長に余地があります。", "Root and issuing authority are authorities with room in their path lengths.",
            it => PathLengthOf(it.Root) >= 1 && PathLengthOf(it.Issuing) >= 0),
        new("chain-authority-usage", "ルートと発行局の鍵用途は証明書への署名を含みます。", "Root and issuing authority may sign certificates.",
            it => MaySign(it.Root) && MaySign(it.Issuing)),
        new("chain-leaf-authority", "証明書は認証局のものではありません。", "The certificate is not an authority's.",
            it => it.Leaf.Body.Extensions.BasicConstraints is null or { IsAuthority: false }),
        new("chain-leaf-usage", "証明書の鍵用途は電子署名です。", "The certificate's key may make signatures.",
            it => it.Leaf.Body.Extensions.KeyUsage is { } usage && usage.HasFlag(KeyUsages.DigitalSignature)),
        new("chain-purpose", "証明書はその用途に使えます。", "The certificate is good for the purpose.",
            it => it.Leaf.Body.Extensions.ExtendedKeyUsage is { } purposes && purposes.Contains(Oid(it.Purpose))),
        new("chain-key-identifiers", "鍵識別子が上位の証明書と一致します。", "Each key identifier is that of the certificate above.",
            it => Follows(it.Root, it.Issuing) && Follows(it.Issuing, it.Leaf)),
        new("chain-critical", "未知の重要拡張はありません。", "No certificate has a critical extension unknown to us.",
            it => it.All.SelectMany(certificate => certificate.Body.Extensions.All)
                .All(extension => !extension.Critical || extension.Oid is Oids.KeyUsage or Oids.BasicConstraints)),
        new("chain-extension-twice", "同じ拡張は1つだけです。", "No extension stands twice.",
            it => it.All.All(certificate => certificate.Body.Extensions.All.DistinctBy(extension => extension.Oid).Count() == certificate.Body.Extensions.All.Count)),
        new("chain-key", "証明書の鍵は健全です。", "The certificate's key is sound.",
            it => Findings.Of(KeyChecks.All, it.Leaf.Key).Count == 0),
    ];

    private sealed record Chain(Certificate Leaf, Certificate Issuing, Certificate Root, DateTimeOffset At, Purpose Purpose)
    {
        public IEnumerable<Certificate> All => [Leaf, Issuing, Root];
    }

    /// <summary>The leaf, when everything holds.</summary>
    /// <param name="root">A root held already, never one that came along with the leaf.</param>
    public static Outcome<Certificate> Accept(Certificate leaf, Certificate issuing, Certificate root, Purpose purpose, DateTimeOffset at)
    {
        var findings = Findings.Of(Checks, new Chain(leaf, issuing, root, at, purpose));
        return findings.Count == 0 ? leaf : ChainRefusals.NotTrusted.With(findings);
    }

    private static bool Names(Certificate issuer, Certificate subject) => issuer.Body.Subject.Span.SequenceEqual(subject.Body.Issuer.Span);

    private static int? PathLengthOf(Certificate certificate) =>
        certificate.Body.Extensions.BasicConstraints is { IsAuthority: true, PathLength: { } length } ? length : null;

    private static bool MaySign(Certificate certificate) =>
        certificate.Body.Extensions.KeyUsage is { } usage && usage.HasFlag(KeyUsages.KeyCertSign);

    private static bool Follows(Certificate above, Certificate below) =>
        above.Body.Extensions.SubjectKeyIdentifier is { } own && below.Body.Extensions.AuthorityKeyIdentifier is { } its && own.Span.SequenceEqual(its.Span);

    private static string Oid(Purpose purpose) => purpose switch
    {
        Purpose.ClientAuthentication => Oids.ClientAuthentication,
        Purpose.ServerAuthentication => Oids.ServerAuthentication,
        _ => throw new ArgumentOutOfRangeException(nameof(purpose)),
    };
}

public static class ChainRefusals
{
    public static readonly Refusal NotTrusted = new(
        "certificate-not-trusted", 403,
        new("証明書が信頼できる認証局につながりません。", "The certificate does not descend from an authority we trust."),
        new("発行した銀行の窓口にお問い合わせください。", "Ask the bank that issued it."));
}
