using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Warifu.Bank.Enrolment.InBrowser;
using Warifu.Bank.Profiles;
using Xunit.Sdk;

namespace Warifu.Journeys;

/// <summary>
/// A user of each bank opens every page he can find a link to, and every page there is, in both languages, two widths, on light
/// and dark paper, and by the Tab key. What refuses him is a page too.
/// </summary>
public sealed class WhenEveryPageOfABankIsLookedAt(TheWorld world)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    // These do something when they are opened or sent; what they lead to is looked at.
    private static readonly string[] Acts = ["/sign-out", "/notices/seen", "/refused"];

    [Theory]
    [Trait("takes", "long")]
    [InlineData("tsukinowa", "2026000001")]
    [InlineData("asagiri", "minato01")]
    [InlineData("shiokaze", "hamabe01")]
    public async Task Each_of_a_customer_can_be_seen_read_aloud_and_used_by_keyboard(string bank, string user)
    {
        var (www, cert) = (world.FaceOf(bank, BankFaces.Www), world.FaceOf(bank, BankFaces.Cert));
        var page = await (await BrowserAsync(bank, user, www)).NewPageAsync();
        var faults = new List<string>();
        await WalkAsync(page, bank, www, faults);
        await page.SignInFirstAsync(world, bank, user);
        if (!ProfileOf(bank).Certificate.HasProgram)
        {
            // Home goes by the page that lets the kept key be deleted, once.
            await page.GotoAsync($"{cert}/", new() { WaitUntil = WaitUntilState.Commit });
            await page.ReachesAsync($"{cert}/{KeptElsewhereModel.Back}");
        }
        var looked = await WalkAsync(page, bank, cert, faults);
        Assert.True(looked >= 12, $"Only {looked} pages were looked at.");
        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }

    [Theory]
    [Trait("takes", "long")]
    [InlineData("tsukinowa")]
    [InlineData("asagiri")]
    [InlineData("shiokaze")]
    public async Task So_can_each_of_its_staff(string bank)
    {
        var origin = world.FaceOf(bank, BankFaces.Staff);
        var member = world.Told.Staff.First(one => one.Bank == world.World.Banks.Single(sample => sample.Name == bank).Profile.Code);
        var page = await (await world.StaffBrowserAsync(member.StaffId, Cancel)).NewPageAsync();
        await page.GotoAsync($"{origin}/sign-in");
        await page.LookAtAsync(world, $"all-{bank}staff-sign-in");
        await page.Locator("main form[method=post] button").ClickAsync();
        await page.ReachesAsync($"{origin}/");
        var faults = new List<string>();
        var looked = await WalkAsync(page, bank, origin, faults);
        Assert.True(looked >= 4, $"Only {looked} pages were looked at.");
        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }

    private BankProfile ProfileOf(string bank) => world.World.Banks.Single(one => one.Name == bank).Profile;

    /// <summary>Chromium of a user with his certificate, which he has from the program or from the page, as his bank has it.</summary>
    private async Task<IBrowserContext> BrowserAsync(string bank, string user, string www)
    {
        if (ProfileOf(bank).Certificate.HasProgram)
        {
            var pc = world.PcOf(user);
            return await world.BrowserAsync(user, pc, await pc.CertificateAsync(Cancel), Cancel);
        }
        using var files = new CertificateFiles();
        var told = world.Told.Of(user);
        var page = await (await world.BrowserAsync(user, null, null, Cancel)).NewPageAsync();
        await page.GotoAsync($"{www}{AcquireInBrowserModel.Path}");
        await page.AcquireAsync(user, told.Password, told.AcquisitionPassword!);
        return await world.ImportAsync(user, await files.DownloadAsync(page, "acquired.p12"), told.AcquisitionPassword!, Cancel);
    }

    /// <summary>From link to link, and then to the pages that no link led to.</summary>
    private async Task<int> WalkAsync(IPage page, string bank, string origin, List<string> faults)
    {
        var waiting = new Queue<string>(["/", .. AllPages()]);
        var known = waiting.Select(Shape).ToHashSet();
        var looked = 0;
        while (waiting.TryDequeue(out var path))
        {
            var answer = await page.GotoAsync(origin + path);
            // A page of another face is not there; the page that says so is looked at once.
            if (!page.Url.StartsWith(origin, StringComparison.Ordinal) || (answer!.Status == 404 && !known.Add("not there")))
                continue;
            foreach (var link in await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('a[href]:not([download])')].filter(a => a.origin === location.origin).map(a => a.pathname + a.search)"))
                if (!Acts.Contains(link.Split('?')[0]) && known.Add(Shape(link)))
                    waiting.Enqueue(link);
            var name = $"{bank}{new Uri(page.Url).Host.Split('.')[0]}{path.Split('?')[0].Replace('/', '-')}".TrimEnd('-');
            try
            {
                await page.IsUsableByKeyboardAsync($"{origin}{path}");
                await page.LookAtAsync(world, $"all-{name}");
            }
            catch (XunitException fault)
            {
                faults.Add(fault.Message); // All pages are told at once.
            }
            looked++;
        }
        return looked;
    }

    private IEnumerable<string> AllPages() => world.World.Parties
        .Single(party => party.Services.GetRequiredService<Web.Faces.FaceTable>().Faces.Any(face => face.Name == BankFaces.Cert))
        .Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null && endpoint.RoutePattern.Parameters.Count == 0)
        .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Where(path => !Acts.Contains(path)).Distinct().Order();

    /// <summary>One page for each path and set of questions, whatever the answers: one user's details stand for all.</summary>
    private static string Shape(string address)
    {
        var parts = address.Split('?');
        return parts.Length == 1 ? parts[0] : $"{parts[0]}?{string.Join('&', parts[1].Split('&').Select(pair => pair.Split('=')[0]).Where(name => name != "lang").Order())}".TrimEnd('?');
    }
}
