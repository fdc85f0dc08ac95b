using System.Formats.Asn1;
using Warifu.Wire;

namespace Warifu.Pki;

/// <summary>One thing wrong with a request, a certificate or a chain.</summary>
/// <param name="Code">Stable, lower-case words joined by hyphens.</param>
public sealed record Finding(string Code, Phrase Sentence);

/// <summary>One check: a name, the sentence that must be true, and how to see whether it is.</summary>
public sealed record Check<T>(string Code, Phrase Sentence, Func<T, bool> Holds)
{
    public Check(string code, string ja, string en, Func<T, bool> holds)
        : this(code, new Phrase(ja, en), holds)
    {
    }

    /// <summary>A value that cannot be decoded fails the check that looks at it.</summary>
    public bool Fails(T subject)
    {
        try
        {
            return !Holds(subject);
        }
        catch (AsnContentException)
        {
            return true;
        }
    }
}

/// <summary>Runs checks, and puts what they find into a refusal.</summary>
public static class Findings
{
    /// <summary>Everything wrong at once, in the order of the checks.</summary>
    public static IReadOnlyList<Finding> Of<T>(IEnumerable<Check<T>> checks, T subject) =>
        [.. checks.Where(check => check.Fails(subject)).Select(check => new Finding(check.Code, check.Sentence))];

    /// <summary>The refusal with every finding in its detail.</summary>
    public static Refusal With(this Refusal refusal, IReadOnlyList<Finding> findings) => refusal with
    {
        Detail = new Phrase(
            string.Join(" ", findings.Select(finding => $"{finding.Sentence.Ja}({finding.Code})")),
            string.Join(" ", findings.Select(finding => $"{finding.Sentence.En} ({finding.Code})"))),
    };
}
