using Warifu.Desk;
using Warifu.Desk.Certificates;
using Warifu.Desk.Keys;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
using Warifu.Tests.Bank;

namespace Warifu.Tests.Desk.Certificates;

/// <summary>A PC's folder into which certificates of a real authority are put, each with its key.</summary>
internal sealed class Drawer : IDisposable
{
    private readonly TestAuthority authority = new();
    private readonly TestFolder own = new();

    public Drawer(DeskFolder? folder = null, Vault? vault = null)
    {
        Home = folder ?? own.Home;
        Vault = vault ?? Vault.Open(Home, "a passphrase of words").Value;
    }

    public DeskFolder Home { get; }

    public Vault Vault { get; }

    /// <summary>The authority's root, DER.</summary>
    public byte[] Root => authority.Authorities.Root.Der.ToArray();

    /// <param name="from">Its first moment; it lasts a year and can be renewed for its last 40 days.</param>
    /// <param name="place">Of its key; null: a sealed file.</param>
    public HeldCertificate Put(string loginId, DateTimeOffset from, KeyPlace? place = null)
    {
        var name = $"key-{Guid.NewGuid():n}";
        using var key = Vault.StoreAt(place).Make(name).Value;
        var made = authority.Issue(SigningRequest.Make(key, Subject.Empty), $"{new ProgramCommonName(loginId, "A001", from, 1)}", "MINATO", from, 365);
        var held = new HeldCertificate(made.Serial, new("9972"), new("あさぎり信用組合", "Asagiri Credit Union"), loginId, name, made.Der.ToArray(),
            [authority.Authorities.Issuing.Der.ToArray(), authority.Authorities.Root.Der.ToArray()], made.NotAfter.AddDays(-40),
            new("https://www.asagiri.test"), new("https://cert.asagiri.test"), Place: place);
        held.Keep(Home);
        return held;
    }

    public void Dispose()
    {
        authority.Dispose();
        own.Dispose();
    }
}
