using System.Security.Cryptography;
using System.Text.Json;
using Warifu.Authority.Authorities;
using Warifu.Authority.Registration;
using Warifu.Pki;
using Warifu.Pki.Certificates;
using Warifu.Pki.Names;
using Warifu.Pki.Profiles;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Authority.Issuance;

/// <summary>One certificate somebody of standing asks for. Only the methods below make one.</summary>
/// <param name="Owner">The tenant: the bank, or 0000 for the operator's own servers.</param>
/// <param name="Csr">Not read yet.</param>
internal sealed record IssuanceOrder(
    BankCode Owner, Guid RequestKey, OpenAuthority Authority, Profile Profile, Subject Subject, HostNames Hosts, int ValidityDays, byte[] Csr)
{
    /// <summary>No bank has this code.</summary>
    public static readonly BankCode Operator = new("0000");

    private const int LongestOrganisation = 57;

    private static readonly IReadOnlyList<Check<IssueRequest>> Checks =
    [
        new("issue-common-name", "commonNameは1から64字で、制御文字や前後の空白がありません。",
            "The commonName has 1 to 64 characters, no control characters and no outer spaces.", it => Subject.IsSound(it.CommonName)),
        new("issue-organisation", "organisationは1から57字で、制御文字や前後の空白がありません。",
            "The organisation has 1 to 57 characters, no control characters and no outer spaces.",
            it => Subject.IsSound(it.Organisation) && it.Organisation.EnumerateRunes().Count() <= LongestOrganisation),
        new("issue-validity", "validityDaysは1から1096です。", "validityDays is 1 to 1,096.",
            it => it.ValidityDays >= 1 && it.ValidityDays <= KnownProfiles.Client.MaximumDays),
        new("issue-request-key", "requestKeyは空ではありません。", "The requestKey is not empty.", it => it.RequestKey != Guid.Empty),
    ];

    /// <summary>Null unless it takes over from another certificate.</summary>
    public Renewal? Renewal { get; init; }

    /// <summary>Tells the same request from another one under the same key.</summary>
    public byte[] Sha256 => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            Profile = Profile.Name,
            Subject = Subject.ToString(),
            Hosts.Names,
            Addresses = Hosts.Addresses.Select(it => it.ToString()),
            ValidityDays,
            Csr,
            Renewal,
        },
        WireJson.Options));

    /// <summary>A customer's certificate, named as seed 003, CCHK007 shows it: O and OU begin with the bank code.</summary>
    public static Outcome<IssuanceOrder> OfCustomer(BankCode bank, OpenAuthority authority, IssueRequest request)
    {
        var findings = Findings.Of(Checks, request);
        if (findings.Count > 0)
            return IssuanceRefusals.Unsound.With(findings);
        var subject = new Subject($"({bank}){request.Organisation}", authority.Name, request.CommonName);
        return new IssuanceOrder(
            bank, request.RequestKey, authority, KnownProfiles.Client, subject, HostNames.None, request.ValidityDays, request.Csr);
    }

    /// <summary>
    /// The order as it was under an earlier authority of the same owner: a request begun before a rollover ends as it was begun.
    /// </summary>
    public IssuanceOrder Under(OpenAuthority earlier) => this with
    {
        Authority = earlier,
        Subject = Subject.Unit == Authority.Name ? new Subject(Subject.Organisation, earlier.Name, Subject.CommonName, Subject.Country) : Subject,
    };

    /// <summary>What answers for an authority on the status of its certificates.</summary>
    public static IssuanceOrder OfResponder(OpenAuthority authority, Guid requestKey, byte[] csr) => new(
        Operator, requestKey, authority, KnownProfiles.Responder,
        new Subject(authority.Certificate.Subject?.Organisation, authority.Name, "OCSP responder"), HostNames.None,
        KnownProfiles.Responder.MaximumDays, csr);

    /// <summary>A server's or a TLS client's certificate on the wire between our programs.</summary>
    /// <param name="hosts">None for a client.</param>
    public static IssuanceOrder OfWire(BankCode owner, OpenAuthority authority, Guid requestKey, string commonName, HostNames hosts, byte[] csr)
    {
        var profile = hosts.IsEmpty ? KnownProfiles.Wire : KnownProfiles.Server;
        var subject = new Subject(authority.Certificate.Subject?.Organisation, null, commonName);
        return new IssuanceOrder(owner, requestKey, authority, profile, subject, hosts, profile.MaximumDays, csr);
    }
}
