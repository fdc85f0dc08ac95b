using Warifu.Desk.Certificates;
using Warifu.Desk.Certificates.Browsers;
using Warifu.Desk.Certificates.Unattended;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Desk.Certificates.Unattended;

/// <summary>Real NSS databases, real bank.</summary>
public sealed class BrowserFollowingTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_browser_that_held_the_old_one_gets_the_new_one_and_loses_the_old_one_when_it_goes()
    {
        await using var pc = await UnattendedPc.DueAsync(cluster);
        var browsers = new BrowserCertificates(pc.Home, pc.Vault);
        var holding = new BrowserDatabase("Chromium", Path.Combine(pc.UserHome, ".pki", "nssdb"));
        Assert.Null(await browsers.PutAsync(holding, pc.First, "", Cancel));
        var first = pc.First;
        Assert.Null(await pc.LookAsync());
        Assert.True((await browsers.HasAsync(holding, pc.Newest, "", Cancel)).Value);
        Assert.True((await browsers.HasAsync(holding, first, "", Cancel)).Value);
        Assert.Equal([new FollowedBrowser("Chromium, Chrome, Edge", Code: null)], RenewalPlan.Of(pc.Home, pc.Newest)!.Browsers);

        using (await pc.Bank.SignedInAsync(UnattendedPc.User, pc.Newest.WithKey(pc.Vault).Value))
            pc.Bank.Time.Advance(TimeSpan.FromDays(1));
        Assert.Null(await pc.LookAsync());
        Assert.False((await browsers.HasAsync(holding, first, "", Cancel)).Value);
        Assert.True((await browsers.HasAsync(holding, pc.Newest, "", Cancel)).Value);
    }

    [Fact]
    public async Task One_that_did_not_hold_it_is_left_alone()
    {
        await using var pc = await UnattendedPc.DueAsync(cluster);
        var other = new BrowserDatabase("Chromium", Path.Combine(pc.UserHome, ".pki", "nssdb"));
        var another = await new IssueCertificate(pc.Home, pc.Vault).RunAsync(
            pc.First.Site!, "minato02", "Login-0002", oneTimePassword: null, japanese: true, step: null, Cancel);
        Assert.Null(await new BrowserCertificates(pc.Home, pc.Vault).PutAsync(other, another.Value, "", Cancel));
        Assert.Null(await pc.LookAsync());
        Assert.False((await new BrowserCertificates(pc.Home, pc.Vault).HasAsync(other, pc.Newest, "", Cancel)).Value);
        Assert.Empty(RenewalPlan.Of(pc.Home, pc.Newest)!.Browsers!);
    }
}
