using Warifu.Tests.Bank.Staff;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Enrolment.InBrowser;

/// <summary>Where acquisition passwords come from (seed 001, 2.1, 2.6 and 2.9), each tried at the page that asks for them.</summary>
public sealed class AcquisitionPasswordTests(TestCluster cluster)
{
    [Fact]
    public async Task A_new_one_from_the_help_desk_takes_the_place_of_the_one_before()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        using var key = BrowserBank.NewKey();
        var secret = await OnPaperAsync(bank, "reset-acquisition-password");
        Assert.Equal("acquisition-refused", (await bank.AcquireAsync(BrowserBank.Asked(key))).Refusal!.Code);
        Assert.Null((await bank.AcquireAsync(BrowserBank.Asked(key) with { Acquisition = secret })).Refusal);
    }

    [Fact]
    public async Task For_a_new_PC_the_old_certificate_ends_and_another_is_acquired_with_the_new_one()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        using var old = BrowserBank.NewKey();
        using var key = BrowserBank.NewKey();
        using var before = await bank.SignedInAsync(BrowserBank.User, (await bank.AcquireAsync(BrowserBank.Asked(old))).Value.With(old));
        Assert.Equal("certificate-still-valid", (await bank.AcquireAsync(BrowserBank.Asked(key))).Refusal!.Code);
        bank.Time.Advance(TimeSpan.FromMinutes(1));
        var secret = await OnPaperAsync(bank, "revoke-and-reissue");
        await before.OpenAsync(bank.Cert("/"));
        Assert.Equal("certificate-revoked", before.Code);
        var issued = (await bank.AcquireAsync(BrowserBank.Asked(key) with { Acquisition = secret })).Value;
        using var after = await bank.SignedInAsync(BrowserBank.User, issued.With(key));
        Assert.Equal(["revoked", "active"], await bank.StatesAsync());
    }

    [Fact]
    public async Task A_user_added_by_an_administrator_acquires_with_what_stands_on_his_paper()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        using var master = await bank.SignedInAsync("minato01");
        await master.OpenAsync(bank.Cert("/manage/users/add"));
        await master.SubmitAsync("form.card", ("LoginId", "minato04"), ("UserName", "新 利用者"), ("Kind", "general"), ("Confirmation", TestBank.Passwords["minato01"].Confirmation));
        using var key = BrowserBank.NewKey();
        var asked = BrowserBank.Asked(key) with { LoginId = "minato04", Password = master.Text(".paper .login"), Acquisition = master.Text(".paper .acquisition") };
        var issued = (await bank.AcquireAsync(asked)).Value;
        using var his = bank.Browser(issued.With(key));
        await his.OpenAsync(bank.Cert("/sign-in"));
        await his.SubmitAsync("form.card", ("Password", asked.Password));
        Assert.Equal("/password", his.Address!.AbsolutePath);
    }

    /// <summary>One of staff asks, another approves; the secret is printed once.</summary>
    private static async Task<string> OnPaperAsync(TestBank bank, string act)
    {
        using var one = await Colleague.OfAsync(bank, "S0101");
        using var other = await Colleague.OfAsync(bank, "S0102");
        var request = await one.AskAsync(act, await FourEyesTests.TargetAsync(bank, BrowserBank.User));
        await other.DecideAsync(request, "Approve");
        return other.Browser.Text(".paper .secret");
    }
}
