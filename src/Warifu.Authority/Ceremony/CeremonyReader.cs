using System.Globalization;
using System.Text.RegularExpressions;
using Warifu.Pki;
using Warifu.Pki.Certificates;
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
        new("ceremony-root", "rootかstandingRootがあります。", "There is a root or a standingRoot.", it => it.Root is not null || it.StandingRoot is not null),
        new("ceremony-issuing", "最初の儀式のissuingに1つ以上の発行局があります。", "The first ceremony has at least one issuing authority.",
            it => it.StandingRoot is not null || it.Issuing.Count > 0),
        new("ceremony-wire", "roleがwireの発行局は最初の儀式でちょうど1つ、後の儀式で高々1つです。",
            "Exactly one issuing authority of the first ceremony has the role wire, at most one of a later ceremony.",
            it => it.Issuing.Count(authority => authority.Role == "wire") is var count && (count == 1 || (count == 0 && it.StandingRoot is not null))),
        new("ceremony-id-twice", "idは重複しません。", "No id stands twice.",
            it => Ids(it).ToList() is var ids && ids.Distinct().Count() == ids.Count),
        new("ceremony-standing-root", "standingRootは小文字の英数字とハイフンで40字までです。", "The standingRoot is an id of up to 40 lower-case letters, digits and hyphens.",
            it => it.StandingRoot is null || Id().IsMatch(it.StandingRoot)),
        new("ceremony-cross-id", "crossSignedのidは小文字の英数字とハイフンで40字までです。", "Each id in crossSigned is up to 40 lower-case letters, digits and hyphens.",
            it => it.CrossSigned.TrueForAll(cross => cross.Id is { } id && Id().IsMatch(id))),
        new("ceremony-cross-authority", "crossSignedのauthorityは発行局のidで、ルートではありません。", "Each authority in crossSigned is the id of an issuing authority, not of a root.",
            it => it.CrossSigned.TrueForAll(cross => cross.Authority is { } id && Id().IsMatch(id) && id != it.Root?.Id && id != it.StandingRoot)),
        new("ceremony-cross-by", "crossSignedのbyは、発行局に署名したのとは別の、standingRootかrootです。",
            "by in crossSigned is the standingRoot or the root, and not the one that signs the authority anyway.",
            it => it.CrossSigned.TrueForAll(cross => it.StandingRoot is { } standing
                && (cross.By == standing || cross.By == it.Root?.Id)
                && (cross.By != (it.Root?.Id ?? standing) || !it.Issuing.Exists(authority => authority.Id == cross.Authority)))),
        new("ceremony-revoked", "revokedはstandingRootのある儀式だけにあり、authorityは発行局か相互認証証明書のidで、重複しません。",
            "revoked stands only beside a standingRoot; each authority in it is the id of an issuing authority or cross-certificate, once.",
            it => it.Revoked.TrueForAll(revoked => it.StandingRoot is { } standing && revoked.Authority is { } id && Id().IsMatch(id)
                    && id != standing && !Ids(it).Contains(id))
                && it.Revoked.DistinctBy(revoked => revoked.Authority).Count() == it.Revoked.Count),
        new("ceremony-revoked-reason", $"reasonは{RevocationWords.OfAuthorities}のいずれかです。", $"A reason is one of {RevocationWords.OfAuthorities}.",
            it => it.Revoked.TrueForAll(revoked => RevocationWords.Read(revoked.Reason) is not null)),
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
        new("ceremony-token", "tokenはあれば1から32字の印字できるASCII文字です。", "token, where given, is 1 to 32 printable ASCII characters.",
            it => it.Authority.Token is null or { Length: >= 1 and <= 32 } && (it.Authority.Token ?? "").All(letter => letter is >= '!' and <= '~')),
        new("ceremony-years", "validYearsはルートで1から20、発行局で1から10、ルートより長くありません。",
            "validYears is 1 to 20 for a root, 1 to 10 for an issuing authority, and not longer than the root's.",
            it => it.Authority.ValidYears >= 1 && it.Authority.ValidYears <= (it.IsRoot ? LongestRootYears : LongestIssuingYears)
                && (it.Root is null || it.Authority.ValidYears <= it.Root.ValidYears)),
        new("ceremony-path-length", "pathLengthはルートで1、発行局で0です。", "The pathLength is 1 for a root and 0 for an issuing authority.",
            it => it.Authority.PathLength == (it.IsRoot ? 1 : 0)),
        new("ceremony-ocsp", "ocspはあればhttpの絶対アドレスです。", "ocsp, where given, is an absolute http address.",
            it => it.Authority.Ocsp is null || IsHttp(it.Authority.Ocsp)),
    ];

    private sealed record Part(AuthorityDescription Authority, AuthorityDescription? Root)
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
        foreach (var authority in All(description))
        {
            var name = authority.Id ?? "?";
            findings.AddRange(Findings.Of(PartChecks, new Part(authority, description.Root))
                .Select(found => found with { Sentence = new($"{name}: {found.Sentence.Ja}", $"{name}: {found.Sentence.En}") }));
        }

        return findings;
    }

    private static CeremonyPlan Plan(string yaml, CeremonyDescription description) => new(yaml, [.. All(description).Select(authority => PlanOf(authority, description))])
    {
        PublishedAt = description.PublishedAt!,
        Standing = description.StandingRoot is { } standing ? new StandingRoot(standing, Published(description, standing)) : null,
        CrossSigned = [.. description.CrossSigned.Select(cross => new CrossPlan(cross.Id!, cross.Authority!, cross.By!, Published(description, cross.Id!)))],
        Revoked = [.. description.Revoked.Select(revoked => new RevokedPlan(revoked.Authority!, RevocationWords.Read(revoked.Reason)!.Value))],
    };

    private static AuthorityPlan PlanOf(AuthorityDescription authority, CeremonyDescription description) => new(
        authority.Id!,
        authority.Role switch { "customers" => AuthorityRole.Customers, "wire" => AuthorityRole.Wire, _ => AuthorityRole.Root },
        authority.Bank is { } bank ? new BankCode(bank) : null,
        SubjectOf(authority)!, KeyOf(authority)!.Value, authority.ValidYears, authority.PathLength,
        Published(description, authority.Id!, authority.Ocsp))
    {
        Token = authority.Token,
    };

    private static IssuerAddresses Published(CeremonyDescription description, string id, string? ocsp = null) =>
        Status.StatusEndpoints.AddressesOf(description.PublishedAt!, id, ocsp);

    /// <summary>The root first.</summary>
    private static IEnumerable<AuthorityDescription> All(CeremonyDescription description) =>
        description.Root is { } root ? description.Issuing.Prepend(root) : description.Issuing;

    private static IEnumerable<string?> Ids(CeremonyDescription description) =>
        All(description).Select(authority => authority.Id).Concat(description.CrossSigned.Select(cross => cross.Id))
            .Concat(description.StandingRoot is { } standing ? [standing] : []);

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
