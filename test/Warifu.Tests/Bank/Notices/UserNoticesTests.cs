using Warifu.Bank.History;
using Warifu.Bank.Notices;
using Warifu.Bank.SignIn;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Notices;

public sealed class UserNoticesTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lock_and_its_opening_are_told_by_mail_and_at_home_until_seen()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var certificate = await bank.CertificateOfAsync("minato03");
        using var browser = bank.Browser(certificate);
        for (var n = 0; n < 4; n++)
        {
            await browser.OpenAsync(bank.Cert("/sign-in"));
            if (browser.Page.QuerySelector("form.card") is not null)
                await browser.SubmitAsync("form.card", ("Password", "wrong"));
        }
        Assert.Contains("電子証明書ログイン", Assert.Single(await bank.LettersAsync()).Subject, StringComparison.Ordinal);
        Assert.True(await OpenAsync(bank, "minato03"));
        Assert.False(await OpenAsync(bank, "minato03"));

        using var home = await bank.SignedInAsync("minato03", certificate);
        var told = home.Text(".unseen li strong");
        Assert.Contains("次の手続きがロックされました: 電子証明書ログイン", told, StringComparison.Ordinal);
        Assert.Contains("ロックを解除しました: 電子証明書ログイン", told, StringComparison.Ordinal);
        await home.SubmitAsync(".unseen form");
        Assert.Empty(home.Page.QuerySelectorAll(".unseen"));
        Assert.Equal(["sign-in-failed", "sign-in-failed", "sign-in-failed", "locked", "sign-in-refused", "unlocked", "signed-in"], await bank.ActsAsync());
        Assert.Equal(2, (await bank.LettersAsync()).Count);
    }

    [Fact]
    public async Task What_came_after_the_page_was_shown_stays_unseen()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await TellAsync(bank, NoticeKind.SessionShownElsewhere);
        using var home = await bank.SignedInAsync("minato03");
        bank.Time.Advance(TimeSpan.FromSeconds(1));
        await TellAsync(bank, NoticeKind.PasswordChanged);
        await home.SubmitAsync(".unseen form");
        Assert.Equal("ログインパスワードが変更されました。", home.Text(".unseen li strong"));
    }

    [Fact]
    public async Task A_changed_password_and_a_session_shown_elsewhere_are_told_by_mail()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var owner = await bank.SignedInAsync("minato03");
        await owner.OpenAsync(bank.Cert("/password"));
        await owner.SubmitAsync("form.card", ("Current", "Login-0003"), ("Next", "Chosen-0003"), ("Again", "Chosen-0003"));
        bank.Time.Advance(TimeSpan.FromSeconds(1));
        using var thief = bank.Browser(await bank.CertificateOfAsync("minato02"));
        thief.Cookies.Add(owner.Cookies.GetAllCookies());
        await thief.OpenAsync(bank.Cert("/"));
        Assert.Equal(["【あさぎり信用組合】ログインパスワードが変更されました。", "【あさぎり信用組合】ログイン中の情報が別の接続から使われたため、そのログインを終了しました。"],
            (await bank.LettersAsync()).Select(letter => letter.Subject));
    }

    [Fact]
    public async Task Who_has_no_mail_address_is_told_at_home_alone()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.ExecuteAsync("update customer_user set mail_address = null");
        await TellAsync(bank, NoticeKind.PasswordChanged);
        Assert.Empty(await bank.LettersAsync());
        using var home = await bank.SignedInAsync("minato03");
        Assert.Single(home.Page.QuerySelectorAll(".unseen li"));
    }

    [Fact]
    public async Task Many_wrong_passwords_at_once_lock_once_and_tell_once()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var certificate = await bank.CertificateOfAsync("minato03");
        var hash = System.Security.Cryptography.SHA256.HashData(certificate.RawData);
        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => bank.Get<CertificateSignIn>().RunAsync(TestBank.Code, hash, "wrong", null, Cancel)));
        Assert.Equal(3, results.Count(result => result.Refusal == SignInRefusals.WrongPassword));
        Assert.Single(await bank.LettersAsync());
        Assert.Single(await bank.ActsAsync(), act => act == "locked");
    }

    private static Task<bool> OpenAsync(TestBank bank, string loginId) => bank.Database.InTenantAsync(TestBank.Code, async work =>
    {
        var user = await work.SingleAsync<Guid>("select user_id from customer_user where login_id = @loginId", new { loginId });
        return await bank.Get<Locking>().OpenAsync(work, new HistoryEntry("0000420001", HistoryEntry.Staff, null), user, loginId, Door.Certificate, bank.Time.GetUtcNow());
    }, Cancel);

    private static Task TellAsync(TestBank bank, NoticeKind kind) => bank.Database.InTenantAsync(TestBank.Code, async work =>
        await bank.Get<UserNotices>().TellAsync(work, await work.SingleAsync<Guid>("select user_id from customer_user where login_id = 'minato03'"), kind, null, bank.Time.GetUtcNow()), Cancel);
}
