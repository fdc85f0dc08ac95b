using System.Globalization;
using System.Text.RegularExpressions;
using Warifu.Pki;
using Warifu.Pki.Keys;
using Warifu.Pki.Names;
using Warifu.Wire;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;
using static Warifu.Authority.Ceremony.CeremonyDescription;

namespace Warifu.Authority.Ceremony;

/// <summary>Reads a ceremony's description and says everything that is wrong with it at once.</summary>
internal static partial class CeremonyReader
{
    private const int LongestRootYears = 20;
    private const int LongestIssuingYears = 10;

    private static readonly IReadOnlyList<Check<CeremonyDescription>> WholeChecks =
    [
        new("ceremony-published-at", "publishedAtはhttpの絶対アドレスで、末尾に/がありません。", "publishedAt is an absolute http address without a trailing slash.",
            it => IsHttp(it.PublishedAt) && !it.PublishedAt!.EndsWith('/')),
        new("ceremony-root", "rootがあります。", "There is a root.", it => it.Root is not null),
        new("ceremony-issuing", "issuingに1つ以上の発行局があります。", "There is at least one issuing authority.", it => it.Issuing.Count > 0),
        new("ceremony-wire", "roleがwireの発行局はちょうど1つです。", "Exactly one issuing authority has the role wire.",
            it => it.Issuing.Count(authority => authority.Role == "wire") == 1),
        new("ceremony-id-twice", "idは重複しません。", "No id stands twice.",
            it => it.Issuing.Append(it.Root).Select(authority => authority?.Id).Distinct().Count() == it.Issuing.Count + 1),
        new("ceremony-bank-twice", "1つの銀行に発行局は1つです。", "A bank has one issuing authority.",
            it => it.Issuing.Where(authority => authority.Bank is not null).DistinctBy(authority => authority.Bank).Count()
                == it.Issuing.Count(authority => authority.Bank is not null)),
    ];

    private static readonly IReadOnlyList<Check<Part>> PartChecks =
    [
        new("ceremony-id", "idは小文字の英数字とハイフンで40字までです。", "An id is up to 40 lower-case letters, digits and hyphens.",
            it => it.Authority.Id is { } id && Id().IsMatch(id)),
        new("ceremony-role", "発行局のroleはcustomersかwireで、ルートにはありません。", "The role of an issuing authority is customers or wire; a root has none.",
            it => it.IsRoot ? it.Authority.Role is null : it.Authority.Role is "customers" or "wire"),
        new("ceremony-bank", "bankはcustomersの発行局だけにあり、4桁の数字です。", "Only an authority for customers has a bank, of four digits.",
            it => it.Authority.Role == "customers" ? it.Authority.Bank is { Length: 4 } bank && bank.All(char.IsAsciiDigit) : it.Authority.Bank is null),
        new("ceremony-subject", "subjectにcommonNameがあり、各部分は1から64字です。", "The subject has a commonName, and each part has 1 to 64 characters.",
            it => SubjectOf(it.Authority) is { CommonName: not null }),
        new("ceremony-subject-bank", "顧客の発行局のorganisationとcommonNameは(銀行コード)で始まります。",
            "Organisation and commonName of an authority for customers begin with the bank code in parentheses.",
            it => it.Authority.Role != "customers" || (BeginsWithBank(it.Authority, it.Authority.Subject?.Organisation)
                && BeginsWithBank(it.Authority, it.Authority.Subject?.CommonName))),
        new("ceremony-key", "keyはP-256かP-384です。", "The key is P-256 or P-384.", it => KeyOf(it.Authority) is not null),
        new("ceremony-years", "validYearsはルートで1から20、発行局で1から10、ルートより長くありません。",
            "validYears is 1 to 20 for a root, 1 to 10 for an issuing authority, and not longer than the root's.",
            it => it.Authority.ValidYears >= 1 && it.Authority.ValidYears <= (it.IsRoot ? LongestRootYears : LongestIssuingYears)
                && it.Authority.ValidYears <= it.Root.ValidYears),
        new("ceremony-path-length", "pathLengthはルートで1、発行局で0です。", "The pathLength is 1 for a root and 0 for an issuing authority.",
            it => it.Authority.PathLength == (it.IsRoot ? 1 : 0)),
        new("ceremony-ocsp", "ocspはあればhttpの絶対アドレスです。", "ocsp, where given, is an absolute http address.",
            it => it.Authority.Ocsp is null || IsHttp(it.Authority.Ocsp)),
    ];

    private sealed record Part(AuthorityDescription Authority, AuthorityDescription Root)
    {
        public bool IsRoot => ReferenceEquals(Authority, Root);
    }

    public static Outcome<CeremonyPlan> Read(string yaml)
    {
        CeremonyDescription? description;
        try
        {
            description = new DeserializerBuilder()
                .WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build()
                .Deserialize<CeremonyDescription?>(yaml);
        }
        catch (YamlException wrong)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{wrong.Start.Line}:{wrong.Start.Column}");
            // The operator wrote the text and may see what the parser says of it.
            var words = wrong.GetBaseException().Message;
            return CeremonyRefusals.Unreadable with { Detail = new($"{place} (行:桁): {words}", $"At {place} (line:column): {words}") };
        }

        var findings = Examine(description ?? new CeremonyDescription());
        return findings.Count > 0 ? CeremonyRefusals.Unsound.With(findings) : Plan(yaml, description!);
    }

    private static List<Finding> Examine(CeremonyDescription description)
    {
        var findings = Findings.Of(WholeChecks, description).ToList();
        if (description.Root is not { } root)
            return findings;
        foreach (var authority in description.Issuing.Prepend(root))
        {
            var name = authority.Id ?? "?";
            findings.AddRange(Findings.Of(PartChecks, new Part(authority, root))
                .Select(found => found with { Sentence = new($"{name}: {found.Sentence.Ja}", $"{name}: {found.Sentence.En}") }));
        }

        return findings;
    }

    private static CeremonyPlan Plan(string yaml, CeremonyDescription description) => new(yaml,
        [.. description.Issuing.Prepend(description.Root!).Select(authority => new AuthorityPlan(
            authority.Id!,
            authority.Role switch { "customers" => AuthorityRole.Customers, "wire" => AuthorityRole.Wire, _ => AuthorityRole.Root },
            authority.Bank is { } bank ? new BankCode(bank) : null,
            SubjectOf(authority)!, KeyOf(authority)!.Value, authority.ValidYears, authority.PathLength,
            Status.StatusEndpoints.AddressesOf(description.PublishedAt!, authority.Id!, authority.Ocsp)))]);

    private static Subject? SubjectOf(AuthorityDescription authority)
    {
        try
        {
            return authority.Subject is { } it ? new Subject(it.Organisation, it.Unit, it.CommonName, it.Country) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static KeyKind? KeyOf(AuthorityDescription authority) => authority.Key switch
    {
        "P-256" => KeyKind.P256,
        "P-384" => KeyKind.P384,
        _ => null,
    };

    private static bool BeginsWithBank(AuthorityDescription authority, string? text) =>
        text?.StartsWith($"({authority.Bank})", StringComparison.Ordinal) == true;

    private static bool IsHttp(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp;

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();
}
