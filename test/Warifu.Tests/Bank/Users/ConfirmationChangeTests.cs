using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Users;

public sealed class ConfirmationChangeTests(TestCluster cluster)
{
    [Fact]
    public async Task Ones_own_confirmation_password_is_changed_with_the_old_one_and_is_never_the_login_password()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var user = await bank.SignedInAsync("minato03");
        await user.OpenAsync(bank.Cert("/manage/users/own"));
        await user.FollowAsync("a[href='/manage/users/own/confirmation']");
        await user.SubmitAsync("form.card", ("Current", "Confirm-0003"), ("Next", "Login-0003"), ("Again", "Login-0003"));
        Assert.Equal("password-used-before", user.Code);
        await user.SubmitAsync("form.card", ("Current", "Confirm-0003"), ("Next", "short1"), ("Again", "short1"));
        Assert.Equal("password-unfit", user.Code);
        await user.SubmitAsync("form.card", ("Current", "Confirm-0003"), ("Next", "Confirm-0003x"), ("Again", "Confirm-0003y"));
        Assert.Equal("password-not-repeated", user.Code);
        await user.SubmitAsync("form.card", ("Current", "wrong"), ("Next", "Confirm-0003x"), ("Again", "Confirm-0003x"));
        Assert.Equal("wrong-confirmation-password", user.Code);
        await user.SubmitAsync("form.card", ("Current", "Confirm-0003"), ("Next", "Confirm-0003x"), ("Again", "Confirm-0003x"));
        Assert.Equal("確認用パスワードを変更しました。", user.Text(".done"));
        Assert.Contains("confirmation-password-changed", await bank.ActsAsync());
    }
}
