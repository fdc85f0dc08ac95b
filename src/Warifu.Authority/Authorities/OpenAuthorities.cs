using Warifu.Authority.Ceremony;
using Warifu.Pki.Certificates;
using Warifu.Pki.Keys;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Authority.Authorities;

/// <summary>An issuing authority with its key open.</summary>
/// <param name="Root">What signed its certificate.</param>
internal sealed record OpenAuthority(string Id, BankCode? Bank, Certificate Certificate, Certificate Root, Issuer Issuer, IssuerKey Key)
{
    /// <summary>Our profiles give an authority a common name (ceremony-subject).</summary>
    public string Name => Certificate.Subject!.CommonName!;
}

/// <summary>
/// The authorities of all held ceremonies. The newest of a bank issues; the older ones go on signing their CRLs; revoked ones do
/// nothing. The roots' keys stay closed.
/// </summary>
internal sealed class OpenAuthorities : IDisposable
{
    private readonly KeyRing keys = new();
    private volatile OpenAuthority[] issuing = [];

    public static readonly Refusal Revoked = new("authority-revoked", 503,
        new("この認証局はルートにより失効しています。", "This authority was revoked by its root."),
        new("次の世代の認証局を作る儀式を行い、サーバーを起動し直してください。", "Hold the ceremony that makes the next generation, and start the servers again."));

    /// <summary>Above the authority of the wire: what everyone who trusts this house holds.</summary>
    public Certificate Root { get; private set; } = null!;

    /// <summary>All with an open key.</summary>
    public IReadOnlyList<OpenAuthority> Issuing => issuing;

    /// <summary>For servers, the registration wire and staff.</summary>
    /// <exception cref="RefusedException">It was revoked since this program was started.</exception>
    public OpenAuthority Wire => Array.FindLast(issuing, authority => authority.Bank is null) ?? throw new RefusedException(Revoked);

    /// <summary>All whose keys are open.</summary>
    public IReadOnlyList<OpenAuthority> All => issuing;

    /// <summary>Null for a bank without an authority.</summary>
    public OpenAuthority? OfCustomers(BankCode bank) => Array.FindLast(issuing, authority => authority.Bank == bank);

    /// <summary>Whether another authority issued for the same holders before.</summary>
    public bool HasEarlier(OpenAuthority authority) => Array.Find(issuing, it => it.Bank == authority.Bank) != authority;

    /// <summary>Null for roots, for revoked authorities and for unknown ids.</summary>
    public OpenAuthority? Find(string id) => Array.Find(issuing, authority => authority.Id == id);

    /// <summary>Issuing authority first, root last.</summary>
    public IReadOnlyList<byte[]> ChainOf(OpenAuthority authority) => [authority.Certificate.Der.ToArray(), authority.Root.Der.ToArray()];

    /// <exception cref="RefusedException">The ceremony was not held, or a key does not open or belongs to another certificate.</exception>
    public static async Task<OpenAuthorities> OpenAsync(AuthoritySettings settings, Database database, CancellationToken cancel)
    {
        var folder = new CeremonyFolder(settings.Folder);
        var rows = await database.WithoutTenantAsync(AuthorityRow.AllAsync, cancel);
        if (!folder.IsHeld || rows.Count == 0)
            throw new RefusedException(CeremonyRefusals.NotHeld);
        var roots = rows.Where(row => row.Role == AuthorityRow.Root)
            .ToDictionary(row => row.AuthorityId, row => Certificate.Read(row.Certificate).Value);
        var places = new AuthorityKeys(folder, settings);
        var opened = new OpenAuthorities();
        try
        {
            foreach (var row in rows.Where(row => row.Role is not (AuthorityRow.Root or AuthorityRow.Cross) && row.RevokedAt is null))
                opened.Open(row, roots[row.IssuedBy!], places);
            opened.Root = opened.Wire.Root;
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Nothing is signed any more for authorities that were revoked while this program runs.</summary>
    public void Withdraw(IReadOnlyCollection<string> revoked)
    {
        if (Array.Exists(issuing, authority => revoked.Contains(authority.Id)))
            issuing = [.. issuing.Where(authority => !revoked.Contains(authority.Id))];
    }

    public void Dispose() => keys.Dispose();

    private void Open(AuthorityRow row, Certificate root, AuthorityKeys places)
    {
        var certificate = Certificate.Read(row.Certificate).Value;
        var opened = places.Open(row.AuthorityId) ?? throw new RefusedException(CeremonyRefusals.RegisterDiffers);
        if (opened.Refusal is { } refusal)
            throw new RefusedException(refusal);
        var key = opened.Value;
        keys.Add(row.AuthorityId, key);
        if (!key.Public.Info.Span.SequenceEqual(certificate.Key.Info.Span))
            throw new RefusedException(CeremonyRefusals.RegisterDiffers);
        var addresses = Status.StatusEndpoints.Sharded(new IssuerAddresses(
            new Uri(row.CertificateAddress), new Uri(row.CrlAddress), row.OcspAddress is { } ocsp ? new Uri(ocsp) : null));
        issuing = [.. issuing, new OpenAuthority(
            row.AuthorityId, row.BankCode is { } bank ? new BankCode(bank) : null, certificate, root,
            Issuer.From(certificate, addresses), key)];
    }
}
