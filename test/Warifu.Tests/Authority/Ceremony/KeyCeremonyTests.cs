using Warifu.Authority;
using Warifu.Authority.Ceremony;
using Warifu.Tests.Pki;
using Warifu.Tests.Postgres;
using Warifu.Wire;

namespace Warifu.Tests.Authority.Ceremony;

public sealed class KeyCeremonyTests(TestCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_makes_the_authorities_of_the_description_and_openssl_agrees()
    {
        await using var authority = await TestAuthority.MakeAsync(cluster);

        var made = (await new KeyCeremony(authority.Settings).HoldAsync(TestAuthority.Plan, Cancel)).Value;

        using var judge = Judge.Call("openssl");
        judge.Lay("root.pem", Judge.Pem("CERTIFICATE", made[0].Certificate.Der.Span));
        foreach (var issuing in made.Skip(1))
        {
            judge.Lay("issuing.pem", Judge.Pem("CERTIFICATE", issuing.Certificate.Der.Span));
            var (code, words) = await judge.Ask("verify", "-x509_strict", "-CAfile", "root.pem", "issuing.pem");
            Assert.True(code == 0, words);
        }

        Assert.Equal("C = JP, O = (9972)Asagiri Credit Union, CN = (9972)Asagiri CA - G1", made[1].Certificate.Subject!.ToString());
    }

    [Fact]
    public async Task Keys_are_sealed_and_no_other_user_can_read_the_folder()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("File modes are a matter of Unix.");
            return;
        }

        await using var authority = await TestAuthority.MakeAsync(cluster);
        await new KeyCeremony(authority.Settings).HoldAsync(TestAuthority.Plan, Cancel);

        var keys = Directory.GetFiles(authority.Settings.Folder, "*.key.pem");

        Assert.Equal(TestAuthority.Plan.Authorities.Count, keys.Length);
        foreach (var key in keys)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
            Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", await File.ReadAllTextAsync(key, Cancel), StringComparison.Ordinal);
        }

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(authority.Settings.Folder));
    }

    [Fact]
    public async Task It_is_held_once()
    {
        await using var authority = await TestAuthority.MakeAsync(cluster);
        await new KeyCeremony(authority.Settings).HoldAsync(TestAuthority.Plan, Cancel);
        var root = await File.ReadAllBytesAsync(Path.Combine(authority.Settings.Folder, "root.cer"), Cancel);

        var again = await new KeyCeremony(authority.Settings).HoldAsync(TestAuthority.Plan, Cancel);

        Assert.Equal("ceremony-held-before", again.Refusal?.Code);
        Assert.Equal(root, await File.ReadAllBytesAsync(Path.Combine(authority.Settings.Folder, "root.cer"), Cancel));
    }

    public static TheoryData<string> Boundaries =>
        [.. TestAuthority.Plan.Authorities.SelectMany(it => new[] { $"key {it.Id}", $"certificate {it.Id}" }).Prepend("intent").Append("registered")];

    [Theory]
    [MemberData(nameof(Boundaries))]
    public async Task Broken_off_after_any_step_it_is_run_again_and_keeps_what_exists(string boundary)
    {
        await using var authority = await TestAuthority.MakeAsync(cluster);
        var broken = new KeyCeremony(authority.Settings) { Reached = step => BreakOff(step == boundary) };
        await Assert.ThrowsAsync<BrokenOffException>(() => broken.HoldAsync(TestAuthority.Plan, Cancel));
        await Assert.ThrowsAsync<RefusedException>(authority.OpenAsync);
        var before = Files(authority);

        Assert.Null((await new KeyCeremony(authority.Settings).HoldAsync(TestAuthority.Plan, Cancel)).Refusal);

        var after = Files(authority);
        Assert.All(before.Where(file => !file.Key.StartsWith("ceremony", StringComparison.Ordinal)), file => Assert.Equal(file.Value, after[file.Key]));
        await using var office = await authority.OpenAsync();
        Assert.Equal(after["root.cer"], office.Root.Der.ToArray());
        Assert.Equal(after["asagiri-g1.cer"], office.AuthorityOf(TestAuthority.Asagiri)!.Der.ToArray());
    }

    [Fact]
    public async Task An_interrupted_ceremony_goes_on_only_with_its_own_description()
    {
        await using var authority = await TestAuthority.MakeAsync(cluster);
        var broken = new KeyCeremony(authority.Settings) { Reached = step => BreakOff(step == "intent") };
        await Assert.ThrowsAsync<BrokenOffException>(() => broken.HoldAsync(TestAuthority.Plan, Cancel));

        var other = KeyCeremony.Review(TestAuthority.Description + "\n# another\n").Value;

        Assert.Equal("ceremony-other-description", (await new KeyCeremony(authority.Settings).HoldAsync(other, Cancel)).Refusal?.Code);
    }

    [Fact]
    public async Task Two_programs_do_not_hold_it_together()
    {
        await using var authority = await TestAuthority.MakeAsync(cluster);
        Task<Outcome<IReadOnlyList<MadeAuthority>>>? second = null;
        var first = new KeyCeremony(authority.Settings)
        {
            Reached = step =>
            {
                if (step == "intent")
                    second = new KeyCeremony(authority.Settings).HoldAsync(TestAuthority.Plan, Cancel);
            },
        };

        Assert.Null((await first.HoldAsync(TestAuthority.Plan, Cancel)).Refusal);
        Assert.Equal("ceremony-under-way", (await second!).Refusal?.Code);
    }

    [Fact]
    public async Task A_database_with_another_root_refuses_the_registration()
    {
        await using var authority = await TestAuthority.HeldAsync(cluster);
        var elsewhere = authority.Settings with { Folder = authority.Settings.Folder + "-other" };

        Assert.Equal("ceremony-register-differs", (await new KeyCeremony(elsewhere).HoldAsync(TestAuthority.Plan, Cancel)).Refusal?.Code);
    }

    [Fact]
    public async Task Without_a_ceremony_and_with_a_wrong_passphrase_the_server_says_so()
    {
        await using var authority = await TestAuthority.MakeAsync(cluster);
        var none = await Assert.ThrowsAsync<RefusedException>(() => AuthorityServer.BuildAsync(authority.Settings, Cancel));
        await new KeyCeremony(authority.Settings).HoldAsync(TestAuthority.Plan, Cancel);
        var wrong = await Assert.ThrowsAsync<RefusedException>(() => AuthorityServer.BuildAsync(authority.Settings with { Passphrase = "other" }, Cancel));

        Assert.Equal("ceremony-not-held", none.Refusal.Code);
        Assert.Equal("key-passphrase-wrong", wrong.Refusal.Code);
    }

    [Fact]
    public async Task The_roots_first_list_is_empty_and_lasts_longer_than_a_year()
    {
        await using var authority = await TestAuthority.HeldAsync(cluster);
        await using var office = await authority.OpenAsync();

        var list = await office.Crls.CurrentAsync("root", "", Cancel);

        Assert.Equal((1, 0), (list!.Number, list.Entries));
        Assert.True(list.NextUpdate - list.ThisUpdate > TimeSpan.FromDays(366));
    }

    private static Dictionary<string, byte[]> Files(TestAuthority authority) =>
        Directory.GetFiles(authority.Settings.Folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);

    private static void BreakOff(bool here)
    {
        if (here)
            throw new BrokenOffException();
    }
}
