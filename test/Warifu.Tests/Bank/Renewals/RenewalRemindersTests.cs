using Warifu.Bank.Renewals;
using Warifu.Tests.Bank.Enrolment.Programs;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Renewals;

public sealed class RenewalRemindersTests(TestCluster cluster)
{
    private const string User = "minato03";

    [Fact]
    public async Task At_each_lead_time_a_user_is_mailed_once_however_many_nodes_look_and_start_again()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.CertificateOfAsync(User);
        for (var day = 0; day < 366; day++, bank.Time.Advance(TimeSpan.FromDays(1)))
            await Task.WhenAll(LookAsync(bank), LookAsync(bank), LookAsync(bank));
        Assert.Equal(
            ["【あさぎり信用組合】電子証明書の有効期限のお知らせ（残り40日）", "【あさぎり信用組合】電子証明書の有効期限のお知らせ（残り14日）", "【あさぎり信用組合】電子証明書の有効期限のお知らせ（残り3日）"],
            (await bank.LettersAsync()).Select(letter => letter.Subject));
    }

    [Fact]
    public async Task A_bank_that_was_down_tells_the_days_that_are_left_once()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.CertificateOfAsync(User);
        bank.Time.Advance(TimeSpan.FromDays(363));
        Assert.Equal(1, await LookAsync(bank));
        Assert.Equal(0, await LookAsync(bank));
        Assert.EndsWith("残り2日）", Assert.Single(await bank.LettersAsync()).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_mail_carries_no_link_asks_for_nothing_and_says_that_the_bank_never_asks_for_renewal()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.CertificateOfAsync(User);
        bank.Time.Advance(TimeSpan.FromDays(326));
        await LookAsync(bank);
        var letter = Assert.Single(await bank.LettersAsync());
        foreach (var lure in (string[])["http", "www.", ".test", "://", "warifu:", "クリック", "click", "入力してください"])
            Assert.DoesNotContain(lure, letter.Subject + letter.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("電子証明書の更新をお願いしたりすることはありません", letter.Text, StringComparison.Ordinal);
        Assert.Contains("証明書発行アプリを起動", letter.Text, StringComparison.Ordinal);
        Assert.Equal("ken@minato.example", letter.To);
    }

    [Fact]
    public async Task Who_has_renewed_and_not_used_the_new_one_is_reminded_of_that_until_he_has()
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with { Certificate = profile.Certificate with { Overlap = Warifu.Bank.Profiles.Overlap.UntilExpiry } });
        using var old = await bank.CertificateOfAsync(User);
        bank.Time.Advance(TimeSpan.FromDays(326));
        using var program = new ProgramOnPc(bank, old);
        using var renewed = program.Held((await program.RenewAsync("Login-0003")).Value);
        using (var home = await bank.SignedInAsync(User, old))
            Assert.Contains("更新した電子証明書がまだ使われていません", home.Text(".notice"), StringComparison.Ordinal);
        await LookAsync(bank);
        Assert.Contains(await bank.LettersAsync(), letter => letter.Subject.StartsWith("【あさぎり信用組合】新しい電子証明書をまだご利用になっていません", StringComparison.Ordinal));
        using (var home = await bank.SignedInAsync(User, renewed))
            Assert.DoesNotContain("残り", home.Text(".notice"), StringComparison.Ordinal);
        bank.Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(0, await LookAsync(bank));
    }

    [Theory]
    [InlineData("update customer_user set standing = 'stopped'")]
    [InlineData("update certificate set state = 'revoked', revoked_at = entered_at, revocation_reason = 'Superseded', revoked_by = 'staff'")]
    [InlineData("update contract set sign_in_method = 'id'")]
    [InlineData("update customer_user set mail_address = null")]
    public async Task Who_cannot_renew_or_be_written_to_gets_no_mail(string change)
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.CertificateOfAsync(User);
        await bank.ExecuteAsync(change);
        bank.Time.Advance(TimeSpan.FromDays(350));
        Assert.Equal(0, await LookAsync(bank));
        Assert.Empty(await bank.LettersAsync());
    }

    private static Task<int> LookAsync(TestBank bank) => bank.SweepAsync<RenewalReminders>();
}
