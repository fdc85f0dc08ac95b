using Warifu.Authority.Ceremony;
using Warifu.Pki.Certificates;
using Warifu.Pki.Keys;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Authority.Authorities;

/// <summary>An issuing authority with its key open.</summary>
internal sealed record OpenAuthority(string Id, BankCode? Bank, Certificate Certificate, Issuer Issuer, IssuerKey Key)
{
    /// <summary>Our profiles give an authority a common name (ceremony-subject).</summary>
    public string Name => Certificate.Subject!.CommonName!;
}

/// <summary>The authorities of a held ceremony. The root's key stays closed.</summary>
internal sealed class OpenAuthorities : IDisposable
{
    private readonly KeyRing keys = new();
    private readonly List<OpenAuthority> issuing = [];

    private OpenAuthorities(Certificate root) => Root = root;

    public Certificate Root { get; }

    /// <summary>All with an open key.</summary>
    public IReadOnlyList<OpenAuthority> Issuing => issuing;

    /// <summary>For servers, the registration wire and staff.</summary>
    public OpenAuthority Wire => issuing.Single(authority => authority.Bank is null);

    /// <summary>Null for a bank without an authority.</summary>
    public OpenAuthority? OfCustomers(BankCode bank) => issuing.Find(authority => authority.Bank == bank);

    /// <summary>Null for the root and for unknown ids.</summary>
    public OpenAuthority? Find(string id) => issuing.Find(authority => authority.Id == id);

    /// <summary>Issuing authority first, root last.</summary>
    public IReadOnlyList<byte[]> ChainOf(OpenAuthority authority) => [authority.Certificate.Der.ToArray(), Root.Der.ToArray()];

    /// <exception cref="RefusedException">The ceremony was not held, or a key does not open or belongs to another certificate.</exception>
    public static async Task<OpenAuthorities> OpenAsync(AuthoritySettings settings, Database database, CancellationToken cancel)
    {
        var folder = new CeremonyFolder(settings.Folder);
        var rows = await database.WithoutTenantAsync(AuthorityRow.AllAsync, cancel);
        if (!folder.IsHeld || rows.Count == 0)
            throw new RefusedException(CeremonyRefusals.NotHeld);
        var root = Certificate.Read(rows.Single(row => row.Role == "root").Certificate).Value;
        var opened = new OpenAuthorities(root);
        try
        {
            foreach (var row in rows.Where(row => row.Role != "root"))
                opened.Open(row, folder, settings.Passphrase);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public void Dispose() => keys.Dispose();

    private void Open(AuthorityRow row, CeremonyFolder folder, string passphrase)
    {
        var certificate = Certificate.Read(row.Certificate).Value;
        var content = folder.ReadKey(row.AuthorityId) ?? throw new RefusedException(CeremonyRefusals.RegisterDiffers);
        var opened = SealedKey.Open(content, passphrase);
        if (opened.Refusal is { } refusal)
            throw new RefusedException(refusal);
        var key = new IssuerKey(opened.Value);
        keys.Add(row.AuthorityId, key);
        if (!key.Public.Info.Span.SequenceEqual(certificate.Key.Info.Span))
            throw new RefusedException(CeremonyRefusals.RegisterDiffers);
        var addresses = new IssuerAddresses(
            new Uri(row.CertificateAddress), new Uri(row.CrlAddress), row.OcspAddress is { } ocsp ? new Uri(ocsp) : null);
        issuing.Add(new OpenAuthority(
            row.AuthorityId, row.BankCode is { } bank ? new BankCode(bank) : null, certificate, Issuer.From(certificate, addresses), key));
    }
}
