using Warifu.Desk.Certificates.Browsers;
using Warifu.Desk.Keys;

namespace Warifu.Desk.Certificates.Unattended;

/// <summary>A browser that held the old certificate.</summary>
/// <param name="Code">Why the new one was not put there, such as a primary password; null: it was.</param>
public sealed record FollowedBrowser(string Browser, string? Code);

/// <summary>The browsers of this user that hold a certificate get its successor, and lose the old one when it is cleared away.</summary>
internal sealed class BrowserFollowing(DeskFolder folder, Vault vault, string home)
{
    private readonly BrowserCertificates browsers = new(folder, vault);

    public async Task<IReadOnlyList<FollowedBrowser>> RunAsync(HeldCertificate old, HeldCertificate next, CancellationToken cancel)
    {
        var followed = new List<FollowedBrowser>();
        foreach (var database in Made)
        {
            var has = await browsers.HasAsync(database, old, password: "", cancel);
            // One that does not tell without its primary password may hold it: its user is told.
            if (has.Refusal is { } untold)
                followed.Add(new(database.Browser, untold.Code));
            else if (has.Value)
                followed.Add(new(database.Browser, (await browsers.PutAsync(database, next, password: "", cancel))?.Code));
        }
        return followed;
    }

    /// <summary>What cannot be taken out stays: a browser shows it, and the bank refuses it.</summary>
    public async Task LeaveAsync(HeldCertificate old, CancellationToken cancel)
    {
        foreach (var database in Made)
            if (await browsers.HasAsync(database, old, password: "", cancel) is { Refusal: null, Value: true })
                await browsers.RemoveAsync(database, old, password: "", cancel);
    }

    private IEnumerable<BrowserDatabase> Made => OperatingSystem.IsLinux() ? BrowserDatabase.Of(home).Where(database => database.IsMade) : [];
}
