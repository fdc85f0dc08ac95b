using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Users;

public sealed class MailChangeTests(TestCluster cluster)
{
    private const string New = "yuki@minato.example";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_counts_when_its_reader_enters_what_was_mailed_there_and_the_old_one_is_told()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var user = await bank.SignedInAsync("minato03");
        var old = await AddressAsync(bank);
        await user.OpenAsync(bank.Cert("/manage/users/own"));
        await user.FollowAsync("a[href='/manage/users/own/mail']");
        await AskAsync(user, New);
        Assert.Equal(old, await AddressAsync(bank));
        var code = await CodeAsync(bank);
        await user.SubmitAsync("form.confirm", ("Code", code));
        Assert.Equal("メールアドレスを変更しました。", user.Text(".done"));
        Assert.Equal(New, await AddressAsync(bank));
        Assert.Contains(await bank.LettersAsync(), letter => letter.To == old && letter.Subject.Contains("メールアドレスが変更されました", StringComparison.Ordinal));
        Assert.Contains("mail-address-changed", await bank.ActsAsync());
    }

    [Fact]
    public async Task What_was_mailed_to_one_address_is_no_proof_of_another()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var user = await bank.SignedInAsync("minato03");
        var old = await AddressAsync(bank);
        await user.OpenAsync(bank.Cert("/manage/users/own/mail"));
        await AskAsync(user, New);
        var code = await CodeAsync(bank);
        await user.SubmitAsync("form.confirm", ("Address", "mallory@minato.example"), ("Code", code));
        Assert.Equal("wrong-mailed-password", user.Code);
        Assert.Equal(old, await AddressAsync(bank));
    }

    [Fact]
    public async Task Three_wrong_ones_in_a_row_lock_mailed_passwords()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var user = await bank.SignedInAsync("minato03");
        await user.OpenAsync(bank.Cert("/manage/users/own/mail"));
        await AskAsync(user, New);
        var code = await CodeAsync(bank);
        for (var n = 0; n < 3; n++)
            await user.SubmitAsync("form.confirm", ("Code", "00000000"));
        await user.SubmitAsync("form.confirm", ("Code", code));
        Assert.Equal("mailed-password-locked", user.Code);
        Assert.NotEqual(New, await AddressAsync(bank));
    }

    [Theory]
    [InlineData("yuki at minato", "Confirm-0003", "user-mail-unfit")]
    [InlineData("ｙｕｋｉ@minato.example", "Confirm-0003", "user-mail-unfit")]
    [InlineData(New, "wrong", "wrong-confirmation-password")]
    public async Task Nothing_is_mailed_to_what_is_no_address_or_without_the_confirmation_password(string address, string confirmation, string code)
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var user = await bank.SignedInAsync("minato03");
        await user.OpenAsync(bank.Cert("/manage/users/own/mail"));
        var before = (await bank.LettersAsync()).Count;
        await user.SubmitAsync("form.send", ("Address", address), ("Confirmation", confirmation));
        Assert.Equal(code, user.Code);
        Assert.Equal(before, (await bank.LettersAsync()).Count);
    }

    [Fact]
    public async Task Who_has_none_registers_one()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.ExecuteAsync("update customer_user set mail_address = null");
        using var user = await bank.SignedInAsync("minato03");
        await user.OpenAsync(bank.Cert("/manage/users/own/mail"));
        await AskAsync(user, New);
        await user.SubmitAsync("form.confirm", ("Code", await CodeAsync(bank)));
        Assert.Equal(New, await AddressAsync(bank));
    }

    private static Task AskAsync(TestBrowser user, string address) => user.SubmitAsync("form.send", ("Address", address), ("Confirmation", "Confirm-0003"));

    private static async Task<string> CodeAsync(TestBank bank) =>
        string.Concat((await bank.LettersAsync()).Last(letter => letter.To == New).Text.Split("パスワード: ")[1].Take(9));

    private static Task<string?> AddressAsync(TestBank bank) => bank.Database.InTenantAsync(TestBank.Code, work =>
        work.SingleAsync<string?>("select mail_address from customer_user where login_id = 'minato03'"), Cancel);
}
