using Warifu.Bank.Enrolment;
using Warifu.Bank.Enrolment.InBrowser;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
using Warifu.Tests.Postgres;
using Warifu.Wire.Enrolment;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Bank.Enrolment.InBrowser;

public sealed class BrowserAcquisitionTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task User_ID_and_both_passwords_get_a_certificate_that_signs_in()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        using var key = BrowserBank.NewKey();
        var issued = (await bank.AcquireAsync(BrowserBank.Asked(key))).Value;
        Assert.Equal(BrowserBank.User, issued.Subject!.CommonName);
        using var browser = await bank.SignedInAsync(BrowserBank.User, issued.With(key));
        Assert.Equal(["certificate-issued", "signed-in"], await bank.ActsAsync());
    }

    [Fact]
    public async Task Whatever_is_wrong_is_told_alike_and_the_third_try_locks_this_door_alone()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        using var key = BrowserBank.NewKey();
        var right = BrowserBank.Asked(key);
        AcquisitionAsked[] wrong = [right with { Password = "Wrong-0001" }, right with { Acquisition = "Wrong-0001" }, right with { Acquisition = "" }];
        foreach (var asked in (IEnumerable<AcquisitionAsked>)[right with { LoginId = "nobody99" }, .. wrong])
            Assert.Equal("acquisition-refused", (await bank.AcquireAsync(asked)).Refusal!.Code);
        Assert.Equal("acquisition-locked", (await bank.AcquireAsync(right)).Refusal!.Code);
        using var browser = await bank.SignedInAsync(BrowserBank.User);
        Assert.Equal(["enrolment-failed", "enrolment-failed", "enrolment-failed", "locked", "signed-in"], await bank.ActsAsync());
    }

    [Fact]
    public async Task However_many_come_at_once_no_more_than_three_wrong_passwords_are_looked_at()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        using var key = BrowserBank.NewKey();
        var tries = await Task.WhenAll(Enumerable.Range(0, 9).Select(n => bank.AcquireAsync(BrowserBank.Asked(key) with { Acquisition = $"Wrong-000{n}" })));
        var codes = tries.CountBy(one => one.Refusal!.Code).ToDictionary();
        Assert.Equal((3, 6), (codes["acquisition-refused"], codes["acquisition-locked"]));
    }

    [Fact]
    public async Task Until_its_first_use_another_is_free_and_revokes_the_unused_one()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        using var first = BrowserBank.NewKey();
        using var second = BrowserBank.NewKey();
        using var third = BrowserBank.NewKey();
        var lost = (await bank.AcquireAsync(BrowserBank.Asked(first))).Value;
        bank.Time.Advance(TimeSpan.FromMinutes(1));
        var kept = (await bank.AcquireAsync(BrowserBank.Asked(second))).Value;
        Assert.Equal(["revoked", "active"], await bank.StatesAsync());
        using (var refused = bank.Browser(lost.With(first)))
        {
            await refused.OpenAsync(bank.Cert("/sign-in"));
            Assert.Equal("certificate-revoked", refused.Code);
        }
        using var browser = await bank.SignedInAsync(BrowserBank.User, kept.With(second));
        Assert.Equal("certificate-still-valid", (await bank.AcquireAsync(BrowserBank.Asked(third))).Refusal!.Code);
        Assert.Equal(["revoked", "active"], await bank.StatesAsync());
        await Until.TrueAsync(() => Task.FromResult(bank.Authority.Revoked.ContainsKey(lost.Serial.Hex)));
    }

    [Fact]
    public async Task One_that_the_program_had_issued_is_not_free()
    {
        await using var bank = await BrowserBank.StartAsync(cluster, policy => policy with { AcquisitionPassword = false });
        using var key = BrowserBank.NewKey();
        var asked = new EnrolmentRequest(Guid.NewGuid(), BrowserBank.User, TestBank.Passwords[BrowserBank.User].Login, null, SigningRequest.Make(key, Subject.Empty));
        Assert.Null((await bank.Get<CertificateEnrolment>().RunAsync(TestBank.Code, asked, null, Cancel)).Refusal);
        Assert.Equal("certificate-still-valid", (await bank.AcquireAsync(BrowserBank.Asked(key))).Refusal!.Code);
    }

    [Fact]
    public async Task Where_there_is_an_acquisition_password_the_program_gets_none_past_it()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        using var key = BrowserBank.NewKey();
        var request = new EnrolmentRequest(Guid.NewGuid(), BrowserBank.User, TestBank.Passwords[BrowserBank.User].Login, null, SigningRequest.Make(key, Subject.Empty));
        Assert.Equal("not-by-program-here", (await bank.Get<CertificateEnrolment>().RunAsync(TestBank.Code, request, null, Cancel)).Refusal!.Code);
        Assert.Empty(await bank.StatesAsync());
    }

    [Fact]
    public async Task A_crash_between_any_two_steps_loses_nothing_and_repeats_nothing()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        using var key = BrowserBank.NewKey();
        var asked = BrowserBank.Asked(key);
        foreach (var step in Enum.GetValues<EnrolmentStep>())
        {
            bank.Get<EnrolmentSteps>().Reached = reached => { if (reached == step) throw new TimeoutException($"{step}"); };
            await Assert.ThrowsAsync<TimeoutException>(() => bank.AcquireAsync(asked));
            bank.Get<EnrolmentSteps>().Reached = _ => { };
        }
        var issued = (await bank.AcquireAsync(asked)).Value;
        Assert.Equal(issued.Sha256, (await bank.AcquireAsync(asked)).Value.Sha256);
        Assert.Equal(["active"], await bank.StatesAsync());
        Assert.Single(bank.Authority.Issued);
    }

    [Fact]
    public async Task A_request_that_is_refused_ends_nothing()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        using var key = BrowserBank.NewKey();
        Assert.Null((await bank.AcquireAsync(BrowserBank.Asked(key))).Refusal);
        Assert.Equal("enrolment-key-in-use", (await bank.AcquireAsync(BrowserBank.Asked(key))).Refusal!.Code);
        Assert.NotNull((await bank.AcquireAsync(BrowserBank.Asked(key) with { Csr = [0x30, 0x00] })).Refusal);
        Assert.Equal(["active"], await bank.StatesAsync());
    }

    [Fact]
    public async Task While_one_in_use_stands_nobody_can_lock_the_door_or_learn_of_it()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        await bank.CertificateOfAsync(BrowserBank.User);
        using var key = BrowserBank.NewKey();
        for (var n = 0; n < 4; n++)
        {
            foreach (var loginId in (string[])[BrowserBank.User, "nobody99"])
                Assert.Equal("acquisition-refused", (await bank.AcquireAsync(BrowserBank.Asked(key) with { LoginId = loginId, Acquisition = "Wrong-0001" })).Refusal!.Code);
            bank.Time.Advance(TimeSpan.FromMinutes(6));
        }
        Assert.Equal("acquisition-refused", (await bank.AcquireAsync(BrowserBank.Asked(key) with { Acquisition = "Wrong-0001" })).Refusal!.Code);
        Assert.Equal("sign-in-too-soon", (await bank.AcquireAsync(BrowserBank.Asked(key) with { Acquisition = "Wrong-0001" })).Refusal!.Code);
        Assert.Equal(0, await bank.FailuresAsync());
        bank.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("certificate-still-valid", (await bank.AcquireAsync(BrowserBank.Asked(key))).Refusal!.Code);
        Assert.Null((await bank.Operations.RevokeCertificateAsync(new(TestBank.Code), BrowserBank.User, RevocationReason.Superseded, Cancel)).Refusal);
        Assert.Null((await bank.AcquireAsync(BrowserBank.Asked(key))).Refusal);
    }

    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(10, 9, true)]
    [InlineData(10, 11, false)]
    public async Task After_its_end_the_login_password_alone_is_enough_for_as_long_as_the_profile_says(int days, int after, bool suffices)
    {
        await using var bank = await BrowserBank.StartAsync(cluster, policy => policy with { LoginPasswordSuffices = TimeSpan.FromDays(days) });
        using var first = BrowserBank.NewKey();
        using var next = BrowserBank.NewKey();
        var issued = (await bank.AcquireAsync(BrowserBank.Asked(first))).Value;
        using var used = await bank.SignedInAsync(BrowserBank.User, issued.With(first));
        Assert.Equal("acquisition-refused", (await bank.AcquireAsync(BrowserBank.Asked(next) with { Acquisition = "" })).Refusal!.Code);
        bank.Time.Advance(issued.NotAfter + TimeSpan.FromDays(after) - bank.Time.GetUtcNow());
        Assert.Equal(suffices ? null : "acquisition-refused", (await bank.AcquireAsync(BrowserBank.Asked(next) with { Acquisition = "" })).Refusal?.Code);
        if (!suffices)
            Assert.Null((await bank.AcquireAsync(BrowserBank.Asked(next))).Refusal);
    }

    [Fact]
    public async Task A_suspended_user_and_a_bank_without_it_are_refused()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        using var key = BrowserBank.NewKey();
        await bank.ExecuteAsync("update customer_user set standing = 'stopped' where login_id = @User", new { BrowserBank.User });
        Assert.Equal("user-stopped", (await bank.AcquireAsync(BrowserBank.Asked(key))).Refusal!.Code);
        await using var other = await TestBank.StartAsync(cluster);
        Assert.Equal("not-in-browser-here", (await other.AcquireAsync(BrowserBank.Asked(key))).Refusal!.Code);
    }
}
