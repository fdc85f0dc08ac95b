using System.Formats.Asn1;
using Warifu.Pki.Der;
using Warifu.Pki.Keys;
using Warifu.Pki.Names;
using Warifu.Pki.Profiles;
using Warifu.Wire;

namespace Warifu.Pki.Certificates;

/// <summary>A to-be-signed certificate before its judges, with what it is held to.</summary>
internal sealed record Exhibit(ToBeSigned Body, Profile Profile, Issuer Issuer)
{
    public ExtensionValues Extensions => Body.Extensions;
}

/// <summary>What must be true of every certificate before it is signed. One unit per lint; they see the octets, not the intention.</summary>
internal static class Lints
{
    /// <summary>RFC 5280, 4.1.2.2: at most 20 octets. 64 random bits need 8.</summary>
    private const int MinimumSerialOctets = 8;
    private const int MaximumSerialOctets = 20;

    private static readonly byte[] DerNull = [5, 0];

    private static readonly string[] TextAttributes = [Oids.CommonName, Oids.OrganizationName, Oids.OrganizationalUnitName];

    private static readonly string[] NeverCritical =
    [
        Oids.AuthorityKeyIdentifier, Oids.SubjectKeyIdentifier, Oids.ExtendedKeyUsage,
        Oids.SubjectAlternativeName, Oids.CrlDistributionPoints, Oids.AuthorityInformationAccess, Oids.OcspNoCheck,
    ];

    public static IReadOnlyList<Check<Exhibit>> All { get; } =
    [
        new("lint-serial", "シリアル番号は正の8から20オクテットです。", "The serial number is positive and has 8 to 20 octets.",
            it => it.Body.Serial.Length is >= MinimumSerialOctets and <= MaximumSerialOctets && it.Body.Serial.Span[0] is > 0 and < 0x80),
        new("lint-algorithm", "署名方式は発行者の鍵のものです。", "The signature algorithm is that of the issuer's key.",
            it => it.Body.Algorithm == it.Issuer.Algorithm),
        new("lint-issuer-name", "発行者名は発行者の名前そのものです。", "The issuer's name is, octet by octet, the name in the issuer's certificate.",
            it => it.Body.Issuer.Span.SequenceEqual(it.Issuer.Name.Span)),
        new("lint-validity-order", "有効期間の始まりは終わりより前です。", "The validity begins before it ends.",
            it => it.Body.NotBefore < it.Body.NotAfter),
        new("lint-validity-issuer", "有効期間は発行者の有効期間の中にあります。", "The validity lies inside the issuer's.",
            it => it.Body.NotBefore >= it.Issuer.NotBefore && it.Body.NotAfter <= it.Issuer.NotAfter),
        new("lint-validity-length", "有効期間はプロファイルの上限以内です。", "The validity is no longer than the profile allows.",
            // Both ends count, so the last second is part of the length (RFC 5280, 4.1.2.5).
            it => it.Body.NotAfter - it.Body.NotBefore + TimeSpan.FromSeconds(1) <= TimeSpan.FromDays(it.Profile.MaximumDays)),
        new("lint-name-parts", "名前は国、組織、部門、コモンネームをこの順で高々1つずつ持ち、コモンネームがあります。",
            "The name has country, organisation, unit and common name, each at most once, in this order, and a common name.",
            it => Places(it) is var places && places.Contains(3) && places.SequenceEqual(places.Distinct().Order()) && !places.Contains(-1)),
        new("lint-name-length", "名前の各部分は1から64文字です。", "Each part of the name has 1 to 64 characters (ub-common-name).",
            it => Texts(it).All(part => part.Text.EnumerateRunes().Count() is >= 1 and <= Subject.MaximumLength)),
        new("lint-name-characters", "名前に制御文字や前後の空白はありません。", "The name has no control characters and no outer spaces.",
            it => Texts(it).All(part => Clean(part.Text))),
        new("lint-name-form", "名前の文字列はUTF8String、国は2文字のPrintableStringです。", "Text in the name is UTF8String, the country a PrintableString of two letters.",
            it => NameAttribute.ReadAll(it.Body.Subject).All(part => part.Type == Oids.CountryName
                ? part is { Form: UniversalTagNumber.PrintableString, Text.Length: 2 }
                : part.Form == UniversalTagNumber.UTF8String)),
        new("lint-key", "鍵は健全で、プロファイルの認める種類です。", "The key is sound and of a kind the profile allows.",
            it => it.Body.Key.Kind is { } kind && it.Profile.Keys.Contains(kind) && Findings.Of(KeyChecks.All, it.Body.Key).Count == 0),
        new("lint-extension-twice", "同じ拡張は1つだけです。", "No extension stands twice.",
            it => it.Extensions.All.DistinctBy(extension => extension.Oid).Count() == it.Extensions.All.Count),
        new("lint-extension-unknown", "プロファイルにない拡張はありません。", "No extension stands that the profile does not have.",
            it => it.Extensions.All.All(extension => Allowed(it.Profile).Contains(extension.Oid))),
        new("lint-extension-critical", "重要フラグは基本制約と鍵用途だけに付きます。", "Only basic constraints and key usage are critical.",
            it => !NeverCritical.Any(it.Extensions.IsCritical)),
        new("lint-authority-key", "発行者鍵識別子は発行者の鍵のものです。", "The authority key identifier is that of the issuer's key.",
            it => it.Extensions.AuthorityKeyIdentifier is { } identifier && identifier.Span.SequenceEqual(it.Issuer.Key.Identifier)),
        new("lint-subject-key", "主体者鍵識別子は鍵のものです。", "The subject key identifier is that of the key.",
            it => it.Extensions.SubjectKeyIdentifier is { } identifier && identifier.Span.SequenceEqual(it.Body.Key.Identifier)),
        new("lint-key-usage", "鍵用途は重要フラグ付きで、プロファイルと一致します。", "The key usage is critical and exactly the profile's.",
            it => it.Extensions.IsCritical(Oids.KeyUsage) && it.Extensions.KeyUsage == it.Profile.KeyUsage),
        new("lint-purpose", "拡張鍵用途はプロファイルと一致します。", "The extended key usage is exactly the profile's.",
            it => (it.Extensions.ExtendedKeyUsage ?? []).SequenceEqual(it.Profile.Purposes)
                && (it.Extensions.ExtendedKeyUsage is null) == (it.Profile.Purposes.Count == 0)),
        new("lint-ocsp-nocheck", "失効確認不要の印は応答者だけに、NULLの値であります。",
            "The mark that its status is not asked for stands on responders only, with the value NULL.",
            it => it.Extensions.All.Where(extension => extension.Oid == Oids.OcspNoCheck).ToList() is var marks
                && (it.Profile.AnswersStatus ? marks is [var mark] && mark.Value.Span.SequenceEqual(DerNull) : marks.Count == 0)),
        new("lint-authority", "認証局の印は認証局だけに、パス長と重要フラグ付きであります。",
            "The mark of an authority stands on authorities only, critical and with the profile's path length.",
            it => it.Profile.IsAuthority
                ? it.Extensions.IsCritical(Oids.BasicConstraints) && it.Extensions.BasicConstraints == (true, it.Profile.PathLength)
                : it.Extensions.BasicConstraints is null or { IsAuthority: false, PathLength: null }),
        new("lint-path-length", "発行者の下にその段数の余地があります。", "The issuer's path length leaves room.",
            it => it.Issuer.LeavesRoomFor(it.Profile)),
        new("lint-hosts", "ホスト名はサーバー証明書だけにあり、正しい形です。", "Host names stand on server certificates only, and are well formed.",
            it => it.Profile.NamesHosts
                ? it.Extensions.SubjectAlternativeName is { IsEmpty: false } hosts && hosts.Names.All(IsHostName)
                : it.Extensions.SubjectAlternativeName is null),
        new("lint-crl-address", "CRLの場所は発行者の全体かシリアル番号の区分のものがhttpで1つあります。", "The CRL's address is the issuer's, of the whole list or of the serial number's shard, one, over http.",
            it => !it.Profile.PointsToIssuer
                ? it.Extensions.CrlDistributionPoints is null
                : it.Issuer.Addresses is { } addresses && it.Extensions.CrlDistributionPoints is [var only] && IsHttp(only)
                    && (only == addresses.Crl.AbsoluteUri || only == addresses.CrlOf(SerialNumber.FromBytes(it.Body.Serial.Span)).AbsoluteUri)),
        new("lint-issuer-address", "発行者証明書の場所とOCSPの場所は発行者のとおりです。", "The addresses of the issuer's certificate and of OCSP are the issuer's.",
            it => !it.Profile.PointsToIssuer
                ? it.Extensions.AuthorityInformation is null
                : it.Issuer.Addresses is { } addresses && it.Extensions.AuthorityInformation is { } found
                    && found.SequenceEqual(Expected(addresses)) && found.All(access => IsHttp(access.Address))),
    ];

    private static List<int> Places(Exhibit it)
    {
        string[] order = [Oids.CountryName, Oids.OrganizationName, Oids.OrganizationalUnitName, Oids.CommonName];
        return [.. NameAttribute.ReadAll(it.Body.Subject).Select(attribute => Array.IndexOf(order, attribute.Type))];
    }

    private static IEnumerable<NameAttribute> Texts(Exhibit it) =>
        NameAttribute.ReadAll(it.Body.Subject).Where(attribute => TextAttributes.Contains(attribute.Type));

    private static bool Clean(string text) => text.Trim() == text && !text.Any(char.IsControl);

    private static IEnumerable<string> Allowed(Profile profile)
    {
        yield return Oids.AuthorityKeyIdentifier;
        yield return Oids.SubjectKeyIdentifier;
        yield return Oids.KeyUsage;
        yield return Oids.BasicConstraints;
        if (profile.Purposes.Count > 0)
            yield return Oids.ExtendedKeyUsage;
        if (profile.AnswersStatus)
            yield return Oids.OcspNoCheck;
        if (profile.NamesHosts)
            yield return Oids.SubjectAlternativeName;
        if (profile.PointsToIssuer)
        {
            yield return Oids.CrlDistributionPoints;
            yield return Oids.AuthorityInformationAccess;
        }
    }

    private static IEnumerable<(string Method, string Address)> Expected(IssuerAddresses addresses)
    {
        if (addresses.Ocsp is { } ocsp)
            yield return (Oids.Ocsp, ocsp.AbsoluteUri);
        yield return (Oids.CaIssuers, addresses.Certificate.AbsoluteUri);
    }

    private static bool IsHttp(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp;

    private static bool IsHostName(string name) => Uri.CheckHostName(name) == UriHostNameType.Dns && name.All(char.IsAscii) && !name.Any(char.IsAsciiLetterUpper);
}
