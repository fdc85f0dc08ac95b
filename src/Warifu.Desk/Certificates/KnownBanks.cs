using Warifu.Wire;

namespace Warifu.Desk.Certificates;

/// <summary>A bank this PC deals with.</summary>
/// <param name="Site">Origin of its public face.</param>
/// <param name="Name">Null until it issued a certificate here.</param>
public sealed record KnownBank(Uri Site, BankCode? Code, Phrase? Name);

/// <summary>
/// The banks this PC deals with: those it holds certificates of, and those whose address its user confirmed. Only to these is
/// a password ever sent; an address from a web page is confirmed first.
/// </summary>
public sealed class KnownBanks(DeskFolder folder)
{
    private const string File = "banks.json";

    public IReadOnlyList<KnownBank> All =>
        [.. HeldCertificate.All(folder).Where(held => held.Site is not null).Select(held => new KnownBank(held.Site!, held.Bank, held.BankName))
            .Concat(Confirmed.Select(site => new KnownBank(site, null, null)))
            .DistinctBy(bank => bank.Site)];

    private IReadOnlyList<Uri> Confirmed => folder.Read<List<Uri>>(File) ?? [];

    public KnownBank? Find(Uri site) => All.FirstOrDefault(bank => bank.Site == site);

    /// <summary>The user says that this is his bank.</summary>
    public void Confirm(Uri site)
    {
        if (Find(site) is null)
            folder.Write<List<Uri>>(File, [.. Confirmed, site]);
    }

    /// <summary>What the user wrote, as an origin; null when it is none.</summary>
    public static Uri? Read(string written)
    {
        var text = written.Trim();
        return Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text, UriKind.Absolute, out var address)
            && address is { Scheme: "https", HostNameType: UriHostNameType.Dns, UserInfo.Length: 0 }
            ? new Uri($"https://{address.IdnHost}:{address.Port}")
            : null;
    }
}
