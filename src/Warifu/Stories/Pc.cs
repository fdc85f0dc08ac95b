using System.Security.Cryptography.X509Certificates;
using Warifu.Desk;
using Warifu.Desk.Certificates;
using Warifu.Desk.Connections;
using Warifu.Desk.Keys;
using Warifu.Desk.Network;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Stories;

/// <summary>A user's PC with the desktop program, headless.</summary>
internal sealed class Pc
{
    private readonly Description world;
    private readonly string user;
    private readonly bool japanese;

    private Pc(Description world, string user, DeskFolder folder, Vault vault, bool japanese) =>
        (this.world, this.user, Folder, Vault, this.japanese) = (world, user, folder, vault, japanese);

    public DeskFolder Folder { get; }

    private Description.BankPlace Bank => world.BankOf(user);

    public Vault Vault { get; }

    /// <summary>The bank's public face.</summary>
    public Uri Site => Bank.Www;

    /// <summary>The PC of a user, set up to trust this world's servers.</summary>
    public static Pc Of(Description world, string user, string folder, bool japanese)
    {
        var home = new DeskFolder(folder);
        ServerTrust.Name(home, world.ServerCa);
        var bank = world.BankOf(user);
        BankAddresses.Keep(home, bank.Code, bank.Cert);
        return new Pc(world, user, home, World.Value(Vault.Open(home, world.PcPassphrase)), japanese);
    }

    /// <summary>Has a certificate issued, or takes up the one an earlier run left while it still stands.</summary>
    public async Task<HeldCertificate> CertificateAsync(CancellationToken cancel)
    {
        var issued = await new IssueCertificate(Folder, Vault).RunAsync(
            Bank.Www, user, world.Of(user).Password, oneTimePassword: null, japanese, step: null, cancel);
        return issued.Refusal is { } refusal
            ? Held() ?? throw new RefusedException(refusal)
            : issued.Value;
    }

    public HeldCertificate? Held() => HeldCertificate.For(Folder, Bank.Code, user, TimeProvider.System.GetUtcNow());

    public X509Certificate2 WithKey(HeldCertificate held) => World.Value(held.WithKey(Vault));

    /// <summary>Signed in to the bank's certificate face.</summary>
    public async Task<Visitor> AtTheBankAsync(HeldCertificate held, CancellationToken cancel)
    {
        var visitor = new Visitor(Bank.Cert, WithKey(held), Folder, japanese);
        await visitor.OpenAsync("/sign-in", cancel);
        await visitor.PressAsync("main form[method=post]", new Dictionary<string, string> { ["Password"] = world.Of(user).Password }, cancel);
        return visitor;
    }

    public HubConnection Connect() => World.Value(HubConnection.Open(Folder, Vault, japanese));
}
