using Microsoft.Extensions.Logging.Abstractions;
using Warifu.Bank.Profiles;
using Warifu.Desk.Certificates;
using Warifu.Desk.Certificates.Unattended;
using Warifu.Desk.Keys;
using Warifu.Desk.Network;
using Warifu.Tests.Bank;
using Warifu.Tests.Bank.Enrolment.Programs;
using Warifu.Tests.Pki;
using Warifu.Tests.Postgres;
using Warifu.Wire;

namespace Warifu.Tests.Desk.Certificates.Unattended;

/// <summary>A PC whose user holds a certificate of a real bank and has allowed its renewal without him.</summary>
internal sealed class UnattendedPc : IAsyncDisposable
{
    public const string User = "minato03";
    public const string Password = "Login-0003";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly TestFolder folder;
    private readonly string home = Directory.CreateTempSubdirectory("warifu-home-").FullName;

    private UnattendedPc(TestBank bank, string? place)
    {
        folder = new TestFolder(place);
        Bank = bank;
        Cable = new Cable(bank.Profile.Faces["cert"].Port);
        Vault = Vault.Open(folder.Home, "a passphrase of words").Value;
        Keys = () => Task.FromResult<Outcome<Vault>>(Vault);
    }

    public TestBank Bank { get; }

    public Cable Cable { get; }

    public Vault Vault { get; }

    /// <summary>What opens the keys.</summary>
    public Func<Task<Outcome<Vault>>> Keys { get; set; }

    /// <summary>The user's home folder, where his browsers keep their databases.</summary>
    public string UserHome => home;

    public Warifu.Desk.DeskFolder Home => folder.Home;

    public UnattendedChoice Choice => new(Home, Bank.Time);

    public UnattendedLeave Leave => new(Home, Vault);

    public HeldCertificate First { get; private set; } = null!;

    /// <summary>The user's newest certificate.</summary>
    public HeldCertificate Newest => HeldCertificate.All(Home).First(held => held.LoginId == User);

    public RenewalPlan Plan => RenewalPlan.Of(Home, First)!;

    public IReadOnlyList<RenewalReceipt> Receipts => RenewalReceipt.All(Home);

    /// <param name="place">Where its folder is made; null: anywhere.</param>
    /// <param name="keys">Where the key lives; null: in a sealed file.</param>
    public static async Task<UnattendedPc> StartAsync(TestCluster cluster, string? place = null, OneTimeAsked oneTime = OneTimeAsked.Never, KeyPlace? keys = null)
    {
        var bank = await TestBank.StartAsync(cluster, profile => profile with { OneTime = profile.OneTime with { Asked = oneTime } }, isLocal: true);
        var pc = new UnattendedPc(bank, place);
        using (var judge = Judge.Call("openssl"))
        {
            judge.Lay("server.pem", Judge.Pem("CERTIFICATE", bank.Server.RawData));
            ServerTrust.Name(pc.Home, Path.Combine(judge.Folder, "server.pem"));
        }
        var site = new Uri($"https://localhost:{bank.Profile.Faces["www"].Port}");
        var issued = await new IssueCertificate(pc.Home, pc.Vault, keys).RunAsync(
            site, User, Password, oneTimePassword: null, japanese: true, step: null, Cancel);
        if (issued.Refusal?.Code == "one-time-password-needed")
            issued = await new IssueCertificate(pc.Home, pc.Vault, keys).RunAsync(
                site, User, Password, await ProgramOnPc.MailedAsync(bank), japanese: true, step: null, Cancel);
        Assert.Null(issued.Refusal);
        pc.First = issued.Value with { SignIn = new($"https://localhost:{pc.Cable.Port}") };
        pc.First.Keep(pc.Home);
        return pc;
    }

    /// <summary>As <see cref="StartAsync"/>, with leave, and at the moment at which the program means to renew.</summary>
    public static async Task<UnattendedPc> DueAsync(TestCluster cluster, string? place = null, KeyPlace? keys = null)
    {
        var pc = await StartAsync(cluster, place, keys: keys);
        await pc.AllowAsync();
        pc.Bank.Time.Advance(pc.Plan.DueAt(pc.First) - pc.Bank.Time.GetUtcNow());
        return pc;
    }

    public async Task AllowAsync() => Assert.Null((await Leave.AllowAsync(First, Guid.NewGuid(), Password, oneTimePassword: null, japanese: true, Cancel)).Refusal);

    /// <summary>The program, as it is after a start.</summary>
    /// <param name="clock">Of this PC, where it is not that of the bank.</param>
    public RenewalWatch Watch(TimeProvider? clock = null) =>
        new(Home, () => Keys(), Choice, new Tidings(Home, Choice, clock ?? Bank.Time), UserHome, clock ?? Bank.Time, NullLogger<RenewalWatch>.Instance);

    /// <summary>It looks once.</summary>
    public Task<Refusal?> LookAsync(Action<int>? step = null) => Watch().LookAsync(japanese: true, step, Cancel);

    public Tiding Tiding => Assert.Single(Watch().Tidings);

    public async ValueTask DisposeAsync()
    {
        await Cable.DisposeAsync();
        await Bank.DisposeAsync();
        folder.Dispose();
        Directory.Delete(home, recursive: true);
    }
}
