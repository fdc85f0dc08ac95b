using System.Diagnostics;
using Warifu.Desk.Certificates.Browsers;
using Warifu.Tests.Pki;

namespace Warifu.Tests.Desk.Certificates.Browsers;

/// <summary>With NSS's own programs as judges.</summary>
public sealed class BrowserCertificatesTests : IDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly Drawer drawer = new();
    private readonly string home = Directory.CreateTempSubdirectory("warifu-home-").FullName;

    private BrowserCertificates Browsers => new(drawer.Home, drawer.Vault);

    private BrowserDatabase Chromium => new("Chromium", Path.Combine(home, ".pki", "nssdb"));

    public void Dispose()
    {
        drawer.Dispose();
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task A_certificate_is_put_with_its_key_and_once_more_changes_nothing()
    {
        var held = drawer.Put("minato01", TestAuthorities.Born);
        Assert.False((await Browsers.HasAsync(Chromium, held, "", Cancel)).Value);
        for (var n = 0; n < 2; n++)
            Assert.Null(await Browsers.PutAsync(Chromium, held, "", Cancel));
        Assert.True((await Browsers.HasAsync(Chromium, held, "", Cancel)).Value);
        Assert.Contains("minato01", Assert.Single(await ListedAsync("-L"), line => line.EndsWith("u,u,u", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Single(await ListedAsync("-K"), line => line.StartsWith('<'));
        Assert.DoesNotContain(Directory.EnumerateDirectories(drawer.Home.Path), folder => folder.Contains("passing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_taken_out_is_gone_with_its_key_and_others_stay()
    {
        var held = drawer.Put("minato01", TestAuthorities.Born);
        var other = drawer.Put("minato02", TestAuthorities.Born);
        foreach (var one in (Warifu.Desk.Certificates.HeldCertificate[])[held, other])
            Assert.Null(await Browsers.PutAsync(Chromium, one, "", Cancel));
        for (var n = 0; n < 2; n++)
            Assert.Null(await Browsers.RemoveAsync(Chromium, held, "", Cancel));
        Assert.Equal((false, true), ((await Browsers.HasAsync(Chromium, held, "", Cancel)).Value, (await Browsers.HasAsync(Chromium, other, "", Cancel)).Value));
        Assert.DoesNotContain(await ListedAsync("-L"), line => line.Contains("minato01", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_primary_password_is_asked_for_and_nothing_is_changed_without_it()
    {
        var held = drawer.Put("minato01", TestAuthorities.Born);
        Directory.CreateDirectory(Chromium.Folder);
        await File.WriteAllTextAsync(Path.Combine(home, "password"), "Primary-0001\n", Cancel);
        await RunAsync("-N", "-f", Path.Combine(home, "password"));
        Assert.Equal(BrowserRefusals.PasswordNeeded, await Browsers.PutAsync(Chromium, held, "wrong", Cancel));
        Assert.Null(await Browsers.PutAsync(Chromium, held, "Primary-0001", Cancel));
        Assert.Equal(BrowserRefusals.PasswordNeeded, (await Browsers.HasAsync(Chromium, held, "", Cancel)).Refusal);
        Assert.True((await Browsers.HasAsync(Chromium, held, "Primary-0001", Cancel)).Value);
    }

    [Fact]
    public async Task The_databases_of_a_user_are_those_that_his_browsers_made()
    {
        Assert.DoesNotContain(BrowserDatabase.Of(home), database => database.IsMade);
        Assert.Null(await Browsers.PutAsync(Chromium, drawer.Put("minato01", TestAuthorities.Born), "", Cancel));
        var firefox = Directory.CreateDirectory(Path.Combine(home, ".mozilla", "firefox", "ab12.default-release")).FullName;
        var elsewhere = Directory.CreateDirectory(Path.Combine(home, "work profile")).FullName;
        foreach (var folder in (string[])[firefox, elsewhere])
            await File.WriteAllBytesAsync(Path.Combine(folder, "cert9.db"), [], Cancel);
        await File.WriteAllTextAsync(Path.Combine(home, ".mozilla", "firefox", "profiles.ini"), $"""
            [Install4F96D1932A9F858E]
            Default=ab12.default-release

            [Profile1]
            Name=work
            IsRelative=0
            Path={elsewhere}

            [Profile0]
            Name=default-release
            IsRelative=1
            Path=ab12.default-release

            [Profile2]
            Name=never started
            IsRelative=1
            Path=cd34.new

            """, Cancel);
        Assert.Equal([Chromium.Folder, elsewhere, firefox], BrowserDatabase.Of(home).Where(database => database.IsMade).Select(database => database.Folder));
        Assert.Equal(["Firefox (work)", "Firefox (default-release)"], BrowserDatabase.Of(home).Skip(1).Select(database => database.Browser));
    }

    [Fact]
    public async Task A_database_that_cannot_be_read_is_not_changed_and_says_so()
    {
        Directory.CreateDirectory(Chromium.Folder);
        foreach (var part in (string[])["cert9.db", "key4.db"])
            await File.WriteAllTextAsync(Path.Combine(Chromium.Folder, part), "not a database", Cancel);
        var refused = await Browsers.PutAsync(Chromium, drawer.Put("minato01", TestAuthorities.Born), "", Cancel);
        Assert.Equal("browser-database-not-changed", refused!.Code);
        Assert.Equal("not a database", await File.ReadAllTextAsync(Path.Combine(Chromium.Folder, "cert9.db"), Cancel));
        Assert.DoesNotContain(Directory.EnumerateDirectories(drawer.Home.Path), folder => folder.Contains("passing", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_browsers_use_the_systems_store_it_says_so()
    {
        Assert.Equal("browser-database-not-here", BrowserCertificates.NotHere(isLinux: false)!.Code);
        Assert.Null(BrowserCertificates.NotHere(isLinux: true));
    }

    private async Task<string[]> ListedAsync(string what) => (await RunAsync(what)).Split('\n').Select(line => line.TrimEnd()).ToArray();

    private async Task<string> RunAsync(params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo("certutil", [.. words, "-d", $"sql:{Chromium.Folder}"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return said;
    }
}
