using Warifu.Desk;
using Warifu.Desk.Certificates;
using Warifu.Desk.Keys;
using Warifu.Desk.Network;
using Warifu.Tests.Bank;
using Warifu.Tests.Pki;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Desk.Certificates;

/// <summary>The disk of a PC that fills up while its user has a certificate issued by a real bank.</summary>
public sealed class IssuingFaultsTests(TestCluster cluster)
{
    private const string User = "minato03";
    private const string Password = "Login-0003";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task A_disk_that_is_full_at_a_write_is_told_and_the_same_certificate_comes_when_there_is_room(int step)
    {
        using var disk = SmallDisk.Mount();
        await using var bank = await TestBank.StartAsync(cluster, isLocal: true);
        var (folder, vault) = Set(disk, bank);
        var issuing = new IssueCertificate(folder, vault);
        var failed = await Assert.ThrowsAnyAsync<IOException>(() => issuing.RunAsync(Site(bank), User, Password, oneTimePassword: null, japanese: true, reached =>
        {
            if (reached == step)
                disk.Fill();
        }, Cancel));
        Assert.Equal(DeskRefusals.DiskFull, DeskFolder.Explain(failed));
        Assert.Empty(HeldCertificate.All(folder));
        disk.MakeRoom();
        var issued = await issuing.RunAsync(Site(bank), User, Password, oneTimePassword: null, japanese: true, step: null, Cancel);
        Assert.Equal(issued.Value.Serial, Assert.Single(HeldCertificate.All(folder)).Serial);
        Assert.Empty(Asking.Unanswered(folder));
        Assert.Equal(["certificate-issued"], await bank.ActsAsync());
        using var pair = issued.Value.WithKey(vault).Value;
        Assert.True(pair.HasPrivateKey);
    }

    [Fact]
    public async Task The_screens_say_that_the_disk_is_full_and_go_on_with_the_same_user()
    {
        using var disk = SmallDisk.Mount();
        await using var bank = await TestBank.StartAsync(cluster, isLocal: true);
        var (folder, _) = Set(disk, bank);
        var keys = new OpenedKeys(new KeyKeeping(folder));
        Assert.Null(keys.Open(Vault.Open(folder, "a passphrase of words")));
        var enrolments = new Enrolments(folder, keys);
        disk.Fill();
        var full = enrolments.Begin(Site(bank), User, Password, japanese: true);
        await full.Running;
        Assert.Equal((EnrolmentStage.Refused, DeskRefusals.DiskFull), (full.Stage, full.Refusal));
        disk.MakeRoom();
        var again = enrolments.Begin(Site(bank), User, Password, japanese: true);
        await again.Running;
        Assert.Equal(EnrolmentStage.Done, again.Stage);
        Assert.Equal(["certificate-issued"], await bank.ActsAsync());
    }

    [Fact]
    public async Task A_bank_that_stops_answering_in_the_middle_leaves_a_request_that_the_next_run_takes_up()
    {
        using var own = new TestFolder();
        await using var bank = await TestBank.StartAsync(cluster, isLocal: true);
        var vault = Vault.Open(own.Home, "a passphrase of words").Value;
        Trust(own.Home, bank);
        var issuing = new IssueCertificate(own.Home, vault);
        bank.Authority.Lost = new HttpRequestException("The line is cut.");
        var away = await issuing.RunAsync(Site(bank), User, Password, oneTimePassword: null, japanese: true, step: null, Cancel);
        Assert.Equal("authority-unreachable", away.Refusal!.Code);
        var asked = Assert.Single(Asking.Unanswered(own.Home));
        bank.Authority.Lost = null;
        Assert.Equal(asked.KeyName, (await issuing.RunAsync(Site(bank), User, Password, oneTimePassword: null, japanese: true, step: null, Cancel)).Value.KeyName);
        Assert.Empty(Asking.Unanswered(own.Home));
    }

    private static Uri Site(TestBank bank) => new($"https://localhost:{bank.Profile.Faces["www"].Port}");

    private static (DeskFolder Folder, Vault Vault) Set(SmallDisk disk, TestBank bank)
    {
        var folder = new DeskFolder(Path.Combine(disk.Path, "desk"));
        Trust(folder, bank);
        return (folder, Vault.Open(folder, "a passphrase of words").Value);
    }

    private static void Trust(DeskFolder folder, TestBank bank)
    {
        using var judge = Judge.Call("openssl");
        judge.Lay("server.pem", Judge.Pem("CERTIFICATE", bank.Server.RawData));
        ServerTrust.Name(folder, Path.Combine(judge.Folder, "server.pem"));
    }
}
