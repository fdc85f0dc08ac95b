using Warifu.Desk.Certificates;
using Warifu.Desk.Certificates.Browsers;
using Warifu.Tests.Pki;

namespace Warifu.Tests.Desk.Certificates.Browsers;

/// <summary>Certificates that browsers hold and this PC's list does not; taking one over needs a bank, and so a journey.</summary>
public sealed class FoundInBrowserTests : IDisposable
{
    private static readonly DateTimeOffset Now = TestAuthorities.Born.AddDays(10);
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    // The browser's certificates were acquired on another PC.
    private readonly Drawer elsewhere = new();
    private readonly TestFolder here = new();
    private readonly BrowserDatabase firefox = new("Firefox", Directory.CreateTempSubdirectory("warifu-firefox-").FullName);

    public void Dispose()
    {
        elsewhere.Dispose();
        here.Dispose();
        Directory.Delete(firefox.Folder, recursive: true);
    }

    [Fact]
    public async Task All_with_their_keys_are_found_of_one_name_too_and_those_on_the_list_or_at_their_end_are_not()
    {
        Assert.Empty((await FindAsync()).Value);
        HeldCertificate[] all = [await PutAsync("minato01"), await PutAsync("minato01"), await PutAsync("minato02")];
        var found = (await FindAsync()).Value;
        Assert.Equal(all.Select(held => held.Serial.Hex).Order(), found.Select(one => one.Serial).Order());
        Assert.All(found, one => Assert.Equal(firefox, one.Database));
        all[2].Keep(here.Home);
        Assert.DoesNotContain((await FindAsync()).Value, one => one.Serial == all[2].Serial.Hex);
        Assert.Empty((await FoundInBrowser.InAsync(here.Home, firefox, "", Now.AddDays(400), Cancel)).Value);
        // An issuer without its key is nobody's certificate.
        Assert.DoesNotContain((await FindAsync()).Value, one => one.Certificate.Subject?.CommonName is null);
        Assert.Empty(Directory.EnumerateDirectories(here.Home.Path));
    }

    [Fact]
    public async Task What_leaves_the_browser_is_one_file_that_opens_with_its_secret_alone()
    {
        var held = await PutAsync("minato01");
        var one = Assert.Single((await FindAsync()).Value);
        var away = await one.TakeAsync(here.Home, Warifu.Desk.Keys.Vault.Open(here.Home, "a passphrase of words").Value, "", new("https://localhost:1"), japanese: true, Cancel);
        // The file was opened before the bank, which is away, was asked; nothing of it stays.
        Assert.Equal("server-unreachable", away.Refusal!.Code);
        Assert.Equal(held.Serial.Hex, one.Serial);
        Assert.Empty(HeldCertificate.All(here.Home));
        Assert.Empty(Directory.EnumerateDirectories(here.Home.Path));
    }

    [Fact]
    public async Task A_browser_with_a_primary_password_tells_nothing_without_it()
    {
        await File.WriteAllTextAsync(Path.Combine(firefox.Folder, "words"), "Primary-0001\n", Cancel);
        using (var judge = Judge.Call("certutil"))
            await judge.Ask("-N", "-d", $"sql:{firefox.Folder}", "-f", Path.Combine(firefox.Folder, "words"));
        var held = elsewhere.Put("minato01", TestAuthorities.Born);
        Assert.Null(await new BrowserCertificates(elsewhere.Home, elsewhere.Vault).PutAsync(firefox, held, "Primary-0001", Cancel));
        Assert.Equal(BrowserRefusals.PasswordNeeded, (await FindAsync()).Refusal);
        Assert.Single((await FoundInBrowser.InAsync(here.Home, firefox, "Primary-0001", Now, Cancel)).Value);
    }

    private Task<Warifu.Wire.Outcome<IReadOnlyList<FoundInBrowser>>> FindAsync() => FoundInBrowser.InAsync(here.Home, firefox, "", Now, Cancel);

    private async Task<HeldCertificate> PutAsync(string user)
    {
        var held = elsewhere.Put(user, TestAuthorities.Born);
        Assert.Null(await new BrowserCertificates(elsewhere.Home, elsewhere.Vault).PutAsync(firefox, held, "", Cancel));
        return held;
    }
}
