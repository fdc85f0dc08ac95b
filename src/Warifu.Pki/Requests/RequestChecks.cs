using Warifu.Pki.Keys;

namespace Warifu.Pki.Requests;

/// <summary>The checks of the key and its algorithm, and of the signature once there is a key that could have made it.</summary>
internal static class RequestChecks
{
    public static IReadOnlyList<Check<RequestParts>> BeforeSignature { get; } =
    [
        .. KeyChecks.All.Select(check => new Check<RequestParts>(check.Code, check.Sentence, parts => check.Holds(parts.Key))),
        new("request-algorithm", "署名方式は鍵の種類に合うSHA-2のものです。", "The signature algorithm uses SHA-2 and fits the kind of key.",
            parts => parts.Algorithm is { } algorithm && algorithm.IsRsa == (parts.Key.Kind == KeyKind.Rsa)),
        new("request-attribute-twice", "同じ属性は1つだけです。", "No attribute stands twice.", parts => AreDistinct(parts.AttributeTypes)),
        new("request-extension-twice", "同じ拡張は1つだけです。", "No extension is asked for twice.", parts => AreDistinct(parts.ExtensionTypes)),
    ];

    public static Check<RequestParts> Possession { get; } = new(
        "request-possession", "署名は申請された鍵で作られています。", "The request is signed by the key it asks for.",
        parts => parts.Algorithm is { } algorithm && parts.Key.Verifies(algorithm, parts.Signed.Span, parts.Signature.Span));

    private static bool AreDistinct(IReadOnlyList<string> types) => types.Distinct().Count() == types.Count;
}
