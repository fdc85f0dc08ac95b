using Warifu.Authority.Authorities;
using Warifu.Pki.Certificates;
using Warifu.Pki.Keys;
using Warifu.Pki.Profiles;
using Warifu.Pki.Revocations;
using Warifu.Wire;

namespace Warifu.Authority.Ceremony;

/// <summary>A root whose key is awake during a ceremony.</summary>
internal sealed record AwakeRoot(string Id, Certificate Certificate, IssuerAddresses Addresses, IssuerKey Key)
{
    public Issuer Issuer => Issuer.From(Certificate, Addresses);
}

/// <summary>What one ceremony has at hand and has made so far. What exists in the folder is kept.</summary>
internal sealed class CeremonyWork(CeremonyFolder folder, AuthorityKeys places, CeremonyPlan plan) : IDisposable
{
    /// <summary>A root's key is asleep between ceremonies: its CRL lasts until the next yearly one.</summary>
    private const int RootCrlDays = 400;

    private readonly KeyRing keys = new();
    private readonly Dictionary<string, AwakeRoot> roots = [];

    public List<MadeAuthority> Made { get; } = [];

    public List<(CrossPlan Plan, Certificate Certificate)> Crossed { get; } = [];

    public List<RootList> Lists { get; } = [];

    public AwakeRoot SigningRoot => roots[plan.SigningRoot];

    public AwakeRoot Root(string id) => roots[id];

    /// <summary>Opens the key of the root that stands.</summary>
    public Refusal? Wake(StandingRoot standing)
    {
        if (folder.ReadCertificate(standing.Id) is not { } certificate || places.Open(standing.Id) is not { } opened)
            return CeremonyRefusals.NotStanding with { Detail = new($"ルート: {standing.Id}", $"Root: {standing.Id}") };
        if (opened.Refusal is { } refusal)
            return refusal;
        keys.Add(standing.Id, opened.Value);
        roots.Add(standing.Id, new AwakeRoot(standing.Id, certificate, standing.Addresses, opened.Value));
        return null;
    }

    /// <summary>What a later ceremony presupposes; asked before anything is made.</summary>
    public Refusal? Presupposed(DateTimeOffset startedAt)
    {
        if (plan.Standing is not { } standing)
            return null;
        var root = roots[standing.Id].Certificate;
        var wrong = new List<string>();
        if (plan.NewRoot is null)
            wrong.AddRange(plan.Authorities.Where(it => EndOf(it, startedAt) > root.NotAfter).Select(it => $"validYears: {it.Id} > {standing.Id}"));
        if (plan.NewRoot?.Subject == root.Subject)
            wrong.Add($"subject: {plan.NewRoot!.Id} = {standing.Id}");
        foreach (var cross in plan.CrossSigned.Where(cross => plan.Authorities.All(authority => authority.Id != cross.Authority)))
        {
            if (folder.ReadCertificate(cross.Authority) is not { } certificate || certificate.NotAfter < startedAt
                || (cross.By == standing.Id && certificate.IssuerName == root.Subject))
                wrong.Add($"crossSigned: {cross.Authority}");
        }

        wrong.AddRange(plan.Revoked.Where(it => !IsRevocable(it.Authority, root, startedAt)).Select(it => $"revoked: {it.Authority}"));
        if (plan.Revoked.Count > 0 && !KeepsWire())
            wrong.Add("revoked: role wire");
        wrong.AddRange(plan.Authorities.Where(it => folder.ReadCertificate(it.Id) is not null).Select(it => $"id: {it.Id}"));
        wrong.AddRange(plan.CrossSigned.Where(it => folder.ReadCertificate(it.Id) is not null).Select(it => $"id: {it.Id}"));
        var words = string.Join(", ", wrong);
        return wrong.Count == 0 ? null : CeremonyRefusals.NotStanding with { Detail = new(words, words) };
    }

    public Refusal? MakeKey(AuthorityPlan authority, CeremonyIntent intent)
    {
        var opened = places.Open(authority.Id) ?? places.Make(authority, intent.KeyIds.GetValueOrDefault(authority.Id) ?? []);
        if (opened.Refusal is { } refusal)
            return refusal;
        keys.Add(authority.Id, opened.Value);
        return null;
    }

    public void Certify(AuthorityPlan authority, CeremonyIntent intent)
    {
        var certificate = folder.ReadCertificate(authority.Id);
        if (certificate is null)
        {
            var draft = new CertificateDraft(
                authority.Profile, authority.Subject, keys[authority.Id].Public, intent.Serials[authority.Id],
                intent.StartedAt, EndOf(authority, intent.StartedAt));
            var issuer = authority.Role == AuthorityRole.Root ? Issuer.Itself(draft) : SigningRoot.Issuer;
            certificate = PreparedCertificate.Prepare(draft, issuer).Value.Sign(keys[plan.SigningRoot]);
            folder.WriteCertificate(authority.Id, certificate);
        }

        Made.Add(new MadeAuthority(authority, certificate, Convert.ToHexStringLower(certificate.Sha256)));
        if (authority.Role == AuthorityRole.Root)
            roots.Add(authority.Id, new AwakeRoot(authority.Id, certificate, authority.Addresses, keys[authority.Id]));
    }

    /// <summary>Same name, same key, other root; valid as long as both.</summary>
    public void CrossSign(CrossPlan cross, CeremonyIntent intent)
    {
        var certificate = folder.ReadCertificate(cross.Id);
        if (certificate is null)
        {
            var (root, authority) = (roots[cross.By], folder.ReadCertificate(cross.Authority)!);
            var end = authority.NotAfter < root.Certificate.NotAfter ? authority.NotAfter : root.Certificate.NotAfter;
            var draft = new CertificateDraft(
                KnownProfiles.Issuing, authority.Subject!, authority.Key, intent.Serials[cross.Id], intent.StartedAt, end);
            certificate = PreparedCertificate.Prepare(draft, root.Issuer).Value.Sign(root.Key);
            folder.WriteCertificate(cross.Id, certificate);
        }

        Crossed.Add((cross, certificate));
    }

    /// <summary>Each root that is awake signs its next CRL, over all that it ever revoked.</summary>
    /// <param name="before">The ceremonies that were held.</param>
    public void SignLists(CeremonyIntent intent, IEnumerable<CeremonyIntent> before)
    {
        var revoked = before.Append(intent).SelectMany(ceremony => ceremony.Revoked).ToLookup(
            authority => authority.Root, authority => new RevokedEntry(authority.Serial, authority.At, authority.Reason));
        foreach (var root in roots.Values)
        {
            RevokedEntry[] entries = [.. revoked[root.Id]];
            var list = new RevocationList(root.Issuer, intent.CrlNumbers[root.Id], intent.StartedAt, intent.StartedAt.AddDays(RootCrlDays), entries);
            var der = folder.Keep($"{root.Id}.{list.Number}.crl", () => list.Sign(root.Key));
            Lists.Add(new RootList(root.Id, list.Number, list.ThisUpdate, list.NextUpdate, entries.Length, der));
        }
    }

    /// <summary>The number of a root's last list by the folder: a database set back to an older state does not repeat numbers.</summary>
    public long LastList(string root) => folder.Held().Select(held => held.CrlNumbers.GetValueOrDefault(root)).DefaultIfEmpty().Max();

    /// <summary>What this ceremony revokes, as its intent has it.</summary>
    public IReadOnlyList<RevokedAuthority> Revoked(DateTimeOffset startedAt) =>
    [
        .. plan.Revoked.Select(it => new RevokedAuthority(
            it.Authority, plan.Standing!.Id, folder.ReadCertificate(it.Authority)!.Serial, startedAt, it.Reason)),
    ];

    public void Dispose() => keys.Dispose();

    /// <summary>Signed by this root, not over, not revoked before.</summary>
    private bool IsRevocable(string id, Certificate root, DateTimeOffset at) =>
        folder.ReadCertificate(id) is { } certificate && certificate.IssuerName == root.Subject && certificate.NotAfter >= at
        && !folder.Held().Any(ceremony => ceremony.Revoked.Any(revoked => revoked.Id == id));

    /// <summary>Nothing runs without an authority of the wire: the last one is revoked only where the next is made.</summary>
    private bool KeepsWire()
    {
        var gone = folder.Held().SelectMany(ceremony => ceremony.Revoked).Select(revoked => revoked.Id).Concat(plan.Revoked.Select(it => it.Authority)).ToHashSet();
        return folder.Descriptions().SelectMany(yaml => CeremonyReader.Read(yaml).Value.Authorities).Concat(plan.Authorities)
            .Any(authority => authority.Role == AuthorityRole.Wire && !gone.Contains(authority.Id));
    }

    private static DateTimeOffset EndOf(AuthorityPlan authority, DateTimeOffset startedAt) =>
        startedAt.AddYears(authority.ValidYears).AddSeconds(-1);
}
