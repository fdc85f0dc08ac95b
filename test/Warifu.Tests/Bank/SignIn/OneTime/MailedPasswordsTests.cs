using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Warifu.Bank.History;
using Warifu.Bank.SignIn;
using Warifu.Bank.SignIn.OneTime;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.SignIn.OneTime;

public sealed class MailedPasswordsTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mailed_password_counts_once_for_its_act_alone()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var actor = await SessionAsync(bank, "minato02");
        Assert.Equal("s***@minato.example", (await SendAsync(bank, actor)).Value);
        var code = await CodeAsync(bank);
        Assert.Equal(OneTimeRefusals.WrongMailed, await CheckAsync(bank, actor, code, about: "minato01"));
        Assert.Null(await CheckAsync(bank, actor, code));
        Assert.Equal(OneTimeRefusals.WrongMailed, await CheckAsync(bank, actor, code));
    }

    [Fact]
    public async Task Full_width_digits_and_spaces_are_taken_for_what_they_are()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var actor = await SessionAsync(bank, "minato02");
        await SendAsync(bank, actor);
        var code = await CodeAsync(bank);
        Assert.Null(await CheckAsync(bank, actor, $" {code[..4]}　{string.Concat(code[4..].Select(digit => (char)(digit + '０' - '0')))}"));
    }

    [Fact]
    public async Task Of_many_checks_at_once_one_counts()
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with { SignIn = profile.SignIn with { Tries = 10 } });
        var actor = await SessionAsync(bank, "minato02");
        await SendAsync(bank, actor);
        var code = await CodeAsync(bank);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CheckAsync(bank, actor, code)));
        Assert.Single(results, refusal => refusal is null);
    }

    [Fact]
    public async Task It_is_worth_nothing_in_another_session_and_after_the_next_was_sent()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var actor = await SessionAsync(bank, "minato02");
        await SendAsync(bank, actor);
        var code = await CodeAsync(bank);
        var again = await SessionAsync(bank, "minato02");
        Assert.Equal(OneTimeRefusals.WrongMailed, await CheckAsync(bank, again, code));
        bank.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Null((await SendAsync(bank, actor)).Refusal);
        Assert.Equal(OneTimeRefusals.WrongMailed, await CheckAsync(bank, actor, code));
        Assert.Null(await CheckAsync(bank, actor, await CodeAsync(bank)));
    }

    [Fact]
    public async Task Three_wrong_ones_lock_and_even_the_right_one_is_refused_while_sign_in_stays_open()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var actor = await SessionAsync(bank, "minato02");
        await SendAsync(bank, actor);
        var code = await CodeAsync(bank);
        for (var n = 0; n < 3; n++)
            Assert.Equal(OneTimeRefusals.WrongMailed, await CheckAsync(bank, actor, "00000000"));
        Assert.Equal(OneTimeRefusals.MailedLocked, await CheckAsync(bank, actor, code));
        Assert.Contains((await bank.LettersAsync()), letter => letter.Subject.Contains("ロックされました: メール通知パスワード", StringComparison.Ordinal));
        await SessionAsync(bank, "minato02");
    }

    [Fact]
    public async Task They_are_sent_half_a_minute_apart_and_so_many_an_hour_however_many_ask_at_once()
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with { OneTime = profile.OneTime with { MailsPerHour = 3 } });
        var actor = await SessionAsync(bank, "minato02");
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SendAsync(bank, actor)));
        Assert.Equal(5, results.Count(result => result.Refusal == OneTimeRefusals.MailedJustNow));
        bank.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null((await SendAsync(bank, actor, about: "minato04")).Refusal); // Another act waits for none.
        bank.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Null((await SendAsync(bank, actor)).Refusal);
        bank.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(OneTimeRefusals.MailedTooOften, (await SendAsync(bank, actor)).Refusal);
        bank.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null((await SendAsync(bank, actor)).Refusal);
    }

    [Fact]
    public async Task Who_has_no_address_is_told_so()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.ExecuteAsync("update customer_user set mail_address = null");
        Assert.Equal(OneTimeRefusals.NoAddress, (await SendAsync(bank, await SessionAsync(bank, "minato02"))).Refusal);
    }

    [Fact]
    public async Task What_is_kept_of_it_tells_nobody_the_digits_and_each_is_in_the_history()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var actor = await SessionAsync(bank, "minato02");
        await SendAsync(bank, actor);
        var kept = await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<byte[]>("select code_hash from mailed_code"), Cancel);
        Assert.NotEqual(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(await CodeAsync(bank))), kept);
        await CheckAsync(bank, actor, "1");
        Assert.Equal(["signed-in", "password-mailed", "mailed-password-failed"], await bank.ActsAsync());
    }

    private static Task<Warifu.Wire.Outcome<string>> SendAsync(TestBank bank, Session actor, string about = "minato03") =>
        bank.Get<MailedPasswords>().SendAsync(actor, Act.CertificateSuspended, about, "192.0.2.1", Cancel);

    private static Task<Warifu.Wire.Refusal?> CheckAsync(TestBank bank, Session actor, string typed, string about = "minato03") =>
        bank.Get<MailedPasswords>().CheckAsync(actor, Act.CertificateSuspended, about, typed, "192.0.2.1", Cancel);

    private static async Task<string> CodeAsync(TestBank bank) =>
        Regex.Match((await bank.LettersAsync())[^1].Text, "パスワード: ([0-9]{4}) ([0-9]{4})").Result("$1$2");

    private static async Task<Session> SessionAsync(TestBank bank, string loginId)
    {
        using var certificate = await bank.CertificateOfAsync(loginId);
        using var browser = await bank.SignedInAsync(loginId, certificate);
        var cookie = browser.Cookies.GetAllCookies().Single(one => one.Name == "__Host-bank-9972-cert").Value;
        return (await bank.Get<Sessions>().FindAsync(TestBank.Code, new(cookie, Consent: null, SHA256.HashData(certificate.RawData), From: null), Cancel)).Value;
    }
}
