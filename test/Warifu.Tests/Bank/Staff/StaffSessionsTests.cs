using System.Net;
using Warifu.Bank.Staff;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Staff;

public sealed class StaffSessionsTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Staff_sign_in_by_certificate_alone_and_out_again()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var colleague = await Colleague.OfAsync(bank, "S0101");
        Assert.Contains("S0101", colleague.Browser.Text(".person"), StringComparison.Ordinal);
        await colleague.Browser.SubmitAsync("form.inline");
        await colleague.OpenAsync("/contracts");
        Assert.Equal("/sign-in", colleague.Browser.Address!.AbsolutePath);
        Assert.Equal(["staff-admitted", "staff-signed-in", "staff-signed-out"], (await bank.ActsAsync()).Where(act => act.StartsWith("staff-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_customers_certificate_opens_nothing_at_the_staff_face_nor_a_staff_certificate_at_the_customers()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var customer = bank.Browser(await bank.CertificateOfAsync("minato01"));
        await customer.OpenAsync(bank.Staff("/sign-in"));
        Assert.Equal((HttpStatusCode.Forbidden, "staff-certificate-unknown"), (customer.Status, customer.Code));
        using var staff = bank.Browser(await Colleague.AdmitAsync(bank, new NewStaff("S0101", "職員", true, true)));
        await staff.OpenAsync(bank.Cert("/sign-in"));
        Assert.Equal("certificate-unknown", staff.Code);
        using var nobody = bank.Browser();
        await nobody.OpenAsync(bank.Staff("/sign-in"));
        Assert.Equal("staff-certificate-not-offered", nobody.Code);
    }

    [Fact]
    public async Task A_withdrawn_member_is_refused_at_his_next_request()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var colleague = await Colleague.OfAsync(bank, "S0101");
        Assert.True(await bank.Operations.WithdrawStaffAsync(new("9972"), "S0101", Cancel));
        Assert.False(await bank.Operations.WithdrawStaffAsync(new("9972"), "S0101", Cancel));
        await colleague.OpenAsync("/contracts");
        Assert.Equal("staff-certificate-unknown", colleague.Browser.Code);
        await colleague.OpenAsync("/sign-in");
        Assert.Equal("staff-certificate-unknown", colleague.Browser.Code);
    }

    [Fact]
    public async Task A_session_ends_when_nothing_is_done_and_with_the_certificate()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var colleague = await Colleague.OfAsync(bank, "S0101");
        bank.Time.Advance(bank.Profile.SignIn.Idle);
        await colleague.OpenAsync("/");
        Assert.Equal("session-timed-out", colleague.Browser.Code);
        bank.Time.Advance(TimeSpan.FromDays(366));
        await colleague.OpenAsync("/sign-in");
        Assert.Equal("staff-certificate-expired", colleague.Browser.Code);
    }

    [Fact]
    public async Task A_cookie_shown_by_another_certificate_is_refused()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var one = await Colleague.OfAsync(bank, "S0101");
        using var other = await Colleague.OfAsync(bank, "S0102");
        var taken = one.Browser.Cookies.GetCookies(new Uri(bank.Staff("/"))).Single(cookie => cookie.Name.EndsWith("-staff", StringComparison.Ordinal));
        other.Browser.Cookies.Add(new Cookie(taken.Name, taken.Value, "/", taken.Domain) { Secure = true });
        await other.OpenAsync("/");
        Assert.Equal("session-of-another-certificate", other.Browser.Code);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_not_entered_and_one_certificate_is_one_members()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var mine = await Colleague.AdmitAsync(bank, new NewStaff("S0101", "職員", true, true));
        var authorities = bank.Authority.Authorities;
        var asAnother = await bank.Operations.AdmitStaffAsync(new("9972"), new("S0102", "職員", true, true), mine.RawDataMemory, authorities.Issuing.Der, authorities.Root.Der, Cancel);
        Assert.Equal("staff-certificate-of-another", asAnother.Refusal?.Code);
        using var stranger = new TestAuthority();
        var elsewhere = await bank.Operations.AdmitStaffAsync(new("9972"), new("S0103", "職員", true, true), mine.RawDataMemory, stranger.Authorities.Issuing.Der, stranger.Authorities.Root.Der, Cancel);
        Assert.NotNull(elsewhere.Refusal);
        var nameless = await bank.Operations.AdmitStaffAsync(new("9972"), new("S-1", " ", true, true), mine.RawDataMemory, authorities.Issuing.Der, authorities.Root.Der, Cancel);
        Assert.Equal("staff-unfit", nameless.Refusal?.Code);
    }
}
