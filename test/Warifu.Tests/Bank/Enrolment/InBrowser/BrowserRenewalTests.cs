using Warifu.Bank.Enrolment.InBrowser;
using Warifu.Pki.Certificates;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
using Warifu.Tests.Postgres;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Bank.Enrolment.InBrowser;

public sealed class BrowserRenewalTests(TestCluster cluster)
{
    private static readonly TimeSpan Due = TimeSpan.FromDays(330);

    private static string Password => TestBank.Passwords[BrowserBank.User].Login;

    private static byte[] Hash(System.Security.Cryptography.X509Certificates.X509Certificate2 certificate) => Certificate.Read(certificate.RawData).Value.Sha256;

    [Fact]
    public async Task Within_the_window_the_login_password_renews_and_both_sign_in_until_the_old_one_ends()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        using var old = await bank.CertificateOfAsync(BrowserBank.User);
        using var key = BrowserBank.NewKey();
        bank.Time.Advance(Due);
        var next = (await bank.RenewAsync(Hash(old), Guid.NewGuid(), Password, key)).Value;
        Assert.Equal(RenewalOverlap.KeepUntilExpiry, bank.Authority.Renewed.Values.Single());
        using (var told = await bank.SignedInAsync(BrowserBank.User, old))
            Assert.Contains("まだ使われていません", told.Page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using (var fresh = await bank.SignedInAsync(BrowserBank.User, next.With(key)))
            Assert.DoesNotContain("まだ使われていません", fresh.Page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using (var again = await bank.SignedInAsync(BrowserBank.User, old))
            Assert.DoesNotContain("まだ使われていません", again.Page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        bank.Time.Advance(TimeSpan.FromDays(36));
        using var over = bank.Browser(old);
        await over.OpenAsync(bank.Cert("/sign-in"));
        Assert.Equal("certificate-expired", over.Code);
    }

    [Fact]
    public async Task Before_the_window_nothing_can_be_tried()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        using var old = await bank.CertificateOfAsync(BrowserBank.User);
        using var key = BrowserBank.NewKey();
        for (var n = 0; n < 4; n++)
            Assert.Equal("renewal-not-open", (await bank.RenewAsync(Hash(old), Guid.NewGuid(), "Wrong-0001", key)).Refusal!.Code);
        Assert.Equal(0, await bank.FailuresAsync());
        using var browser = bank.Browser(old);
        await browser.OpenAsync(bank.Cert("/sign-in"));
        Assert.Null(browser.Page.QuerySelector($"a[href='{RenewInBrowserModel.Path}']"));
        await browser.OpenAsync(bank.Cert(RenewInBrowserModel.Path));
        Assert.Equal("renewal-not-open", browser.Code);
    }

    [Fact]
    public async Task Three_wrong_passwords_lock_the_renewal_and_not_the_sign_in()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        using var old = await bank.CertificateOfAsync(BrowserBank.User);
        using var key = BrowserBank.NewKey();
        bank.Time.Advance(Due);
        for (var n = 0; n < 3; n++)
            Assert.Equal("renewal-wrong-password", (await bank.RenewAsync(Hash(old), Guid.NewGuid(), "Wrong-0001", key)).Refusal!.Code);
        Assert.Equal("acquisition-locked", (await bank.RenewAsync(Hash(old), Guid.NewGuid(), Password, key)).Refusal!.Code);
        using var browser = await bank.SignedInAsync(BrowserBank.User, old);
        Assert.Equal(["active"], await bank.StatesAsync());
    }

    [Fact]
    public async Task Until_its_first_use_another_successor_is_free_and_the_old_one_stands_throughout()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        using var old = await bank.CertificateOfAsync(BrowserBank.User);
        using var first = BrowserBank.NewKey();
        using var second = BrowserBank.NewKey();
        using var third = BrowserBank.NewKey();
        bank.Time.Advance(Due);
        var (request, csr) = (Guid.NewGuid(), SigningRequest.Make(first, Subject.Empty));
        var lost = (await bank.RenewAsync(Hash(old), request, Password, csr)).Value;
        Assert.Equal(lost.Sha256, (await bank.RenewAsync(Hash(old), request, Password, csr)).Value.Sha256);
        bank.Time.Advance(TimeSpan.FromMinutes(1));
        var kept = (await bank.RenewAsync(Hash(old), Guid.NewGuid(), Password, second)).Value;
        Assert.Equal(["active", "revoked", "active"], await bank.StatesAsync());
        using var browser = await bank.SignedInAsync(BrowserBank.User, kept.With(second));
        Assert.Equal("certificate-already-renewed", (await bank.RenewAsync(Hash(old), Guid.NewGuid(), Password, third)).Refusal!.Code);
        Assert.Equal(["active", "revoked", "active"], await bank.StatesAsync());
    }

    [Fact]
    public async Task The_password_page_has_the_button_within_the_window_and_it_leads_to_the_page_of_the_own_user_ID()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        using var old = await bank.CertificateOfAsync(BrowserBank.User);
        bank.Time.Advance(Due);
        using var browser = bank.Browser(old);
        await browser.OpenAsync(bank.Cert("/sign-in"));
        await browser.FollowAsync($"a[href='{RenewInBrowserModel.Path}']");
        Assert.Contains(BrowserBank.User, browser.Page.QuerySelector("form[data-step=ask] dl")!.TextContent, StringComparison.Ordinal);
        using var nobody = bank.Browser();
        await nobody.OpenAsync(bank.Cert(RenewInBrowserModel.Path));
        Assert.Equal("certificate-not-offered", nobody.Code);
    }

    [Fact]
    public async Task A_bank_without_it_refuses_on_page_and_wire()
    {
        await using var bank = await BrowserBank.StartAsync(cluster, policy => policy with { RenewalInBrowser = Warifu.Bank.Profiles.RenewalInBrowser.None });
        using var old = await bank.CertificateOfAsync(BrowserBank.User);
        using var key = BrowserBank.NewKey();
        bank.Time.Advance(Due);
        Assert.Equal("not-in-browser-here", (await bank.RenewAsync(Hash(old), Guid.NewGuid(), Password, key)).Refusal!.Code);
        using var browser = bank.Browser(old);
        await browser.OpenAsync(bank.Cert(RenewInBrowserModel.Path));
        Assert.Equal("not-in-browser-here", browser.Code);
    }
}
