using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Warifu.Desk.Certificates;
using Warifu.Development;
using Warifu.Journeys;
using Warifu.Stories;
using Warifu.Worlds;

[assembly: AssemblyFixture(typeof(TheWorld))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Warifu.Journeys;

/// <summary>
/// One world for all journeys: every party with real TLS on real names, a real database, and Chromium with certificates in
/// its own database.
/// </summary>
public sealed class TheWorld : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("warifu-journey-").FullName;
    private readonly Dictionary<string, IBrowserContext> browsers = [];
    private IPlaywright? playwright;
    private World? world;

    internal World World => world!;

    internal Description Told => Description.Of(World);

    /// <summary>The bank's certificate face by its real name.</summary>
    internal string CertFace => $"https://cert.asagiri.test:{World.Addresses.Ports.BankNames}";

    internal string StaffFace => $"https://staff.asagiri.test:{World.Addresses.Ports.BankNames}";

    internal string WwwFace => $"https://www.asagiri.test:{World.Addresses.Ports.BankNames}";

    /// <summary>A face of a sample bank by its real name.</summary>
    internal string FaceOf(string bank, string face) =>
        $"https://{World.Banks.Single(one => one.Name == bank).Profile.Faces[face].Host}:{World.Addresses.Ports.BankNames}";

    internal string Hub => $"https://{Addresses.HubHost}:{World.Addresses.Ports.HubWeb}";

    internal string Screenshots { get; } = Path.Combine(Checkout.Root, "artifacts", "screenshots");

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        world = await World.StartDatabaseAsync(folder, Ports.Free(), TimeProvider.System, CancellationToken.None);
        await world.HoldCeremonyAsync(CancellationToken.None);
        await world.StartPartiesAsync(CancellationToken.None);
        await world.SettleAsync(CancellationToken.None);
        await world.ImportStatementAsync(CancellationToken.None);
        Directory.CreateDirectory(Screenshots);
    }

    /// <summary>Does something in a bank's database, as no page does.</summary>
    internal Task InBankAsync(string bank, string sql, object arguments) =>
        World.Parties.Single(party => party.Services.GetService<Bank.Banks>() is not null).Services.GetRequiredService<Postgres.Database>()
            .InTenantAsync(bank, work => work.ExecuteAsync(sql, arguments), TestContext.Current.CancellationToken);

    /// <summary>Looks into a bank's database.</summary>
    internal Task<IReadOnlyList<T>> OfBankAsync<T>(string bank, string sql, object arguments) =>
        World.Parties.Single(party => party.Services.GetService<Bank.Banks>() is not null).Services.GetRequiredService<Postgres.Database>()
            .InTenantAsync(bank, work => work.QueryAsync<T>(sql, arguments), TestContext.Current.CancellationToken);

    internal Pc PcOf(string user, string? name = null) => Pc.Of(Told, user, Path.Combine(folder, "pc", name ?? user), japanese: true);

    /// <summary>The PC of a user whom no sample names.</summary>
    internal Pc PcOf(Description.BankUser user) => Pc.Of(Told with { Users = [.. Told.Users, user] }, user.LoginId, Path.Combine(folder, "pc", user.LoginId), japanese: true);

    /// <summary>Chromium of a user who holds this certificate; one without a certificate for null.</summary>
    /// <param name="name">One browser a name.</param>
    internal async Task<IBrowserContext> BrowserAsync(string name, Pc? pc, HeldCertificate? held, CancellationToken cancel)
    {
        if (browsers.TryGetValue(name, out var open))
            return open;
        return await OpenAsync(name, await BrowserProfile.MakeAsync(Path.Combine(folder, "browser", name), World.ServerCa, pc, held, cancel));
    }

    /// <summary>Chromium with these certificates, of which one has its key.</summary>
    internal async Task<IBrowserContext> BrowserAsync(string name, System.Security.Cryptography.X509Certificates.X509Certificate2Collection certificates, CancellationToken cancel) =>
        await OpenAsync(name, await BrowserProfile.MakeAsync(Path.Combine(folder, "browser", name), World.ServerCa, certificates, cancel));

    /// <summary>Chromium of a member of あさぎり信用組合's staff.</summary>
    internal async Task<IBrowserContext> StaffBrowserAsync(string staffId, CancellationToken cancel)
    {
        if (browsers.TryGetValue(staffId, out var open))
            return open;
        using var certificate = Told.Staff.Single(member => member.StaffId == staffId).Pair();
        return await OpenAsync(staffId, await BrowserProfile.MakeAsync(Path.Combine(folder, "browser", staffId), World.ServerCa, [certificate], cancel));
    }

    /// <summary>As the user of a Chromium does who imports a certificate's file, closes all windows, and begins again.</summary>
    internal async Task<IBrowserContext> ImportAsync(string name, string file, string password, CancellationToken cancel)
    {
        await browsers[name].CloseAsync();
        return await OpenAsync(name, await BrowserProfile.ImportAsync(Path.Combine(folder, "browser", name), file, password, cancel));
    }

    /// <summary>A Chromium that trusts this world, without any certificate of a user; not opened.</summary>
    internal async Task<Desk.Certificates.Browsers.BrowserDatabase> EmptyBrowserAsync(string name, CancellationToken cancel)
    {
        var home = Path.Combine(folder, "browser", name);
        await BrowserProfile.MakeAsync(home, World.ServerCa, [], cancel);
        return new("Chromium", BrowserProfile.DatabaseIn(home));
    }

    /// <summary>All its windows are closed, if any were open, and it begins again with what its database holds now.</summary>
    internal async Task<IBrowserContext> ReopenedAsync(string name)
    {
        if (browsers.TryGetValue(name, out var open))
            await open.CloseAsync();
        return await OpenAsync(name, BrowserProfile.Again(Path.Combine(folder, "browser", name)));
    }

    /// <summary>Chromium of somebody who keeps its database in a home of his own.</summary>
    internal Task<IBrowserContext> BrowserInAsync(string name, string home) => OpenAsync(name, BrowserProfile.Again(home));

    private async Task<IBrowserContext> OpenAsync(string name, BrowserProfile profile)
    {
        ChromiumPolicy.Write();
        playwright ??= await Playwright.CreateAsync();
        var context = await playwright.Chromium.LaunchPersistentContextAsync(Path.Combine(folder, "browser", name, "profile"), new()
        {
            ExecutablePath = SystemPackage.Browser.Program,
            Args = [.. profile.Options.Where(option => !option.StartsWith("--user-data-dir", StringComparison.Ordinal)), "--host-resolver-rules=MAP *.test 127.0.0.1"],
            Env = profile.Environment.Concat(Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
                .Where(entry => (string)entry.Key != "HOME").Select(entry => KeyValuePair.Create((string)entry.Key, (string)entry.Value!))),
            Headless = true,
            Locale = "ja-JP",
            ViewportSize = new ViewportSize { Width = 1180, Height = 860 },
            // Chromium itself judges the servers' certificates by its database.
            IgnoreHTTPSErrors = false,
        });
        return browsers[name] = context;
    }

    /// <summary>Waits, generously, for a mail to somebody whose subject holds these words; the latest of them.</summary>
    internal async Task<ReceivedMail> MailAsync(string to, string words, CancellationToken cancel)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var n = 0; n < 300; n++)
        {
            if ((await World.MailAsync(cancel)).LastOrDefault(mail => mail.To == to && mail.Subject.Contains(words, StringComparison.Ordinal)) is { } mail)
                return mail;
            await ticks.WaitForNextTickAsync(cancel);
        }
        throw new TimeoutException($"No mail to {to} about {words} for a minute.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in browsers.Values)
            await browser.CloseAsync();
        playwright?.Dispose();
        ChromiumPolicy.Remove();
        if (world is not null)
            await world.DisposeAsync();
        await Postgres.Cluster.PrivateCluster.RemoveAsync(folder, TimeProvider.System);
        Directory.Delete(folder, recursive: true);
    }
}
