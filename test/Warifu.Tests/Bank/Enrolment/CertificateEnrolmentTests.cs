using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Warifu.Bank.Enrolment;
using Warifu.Pki.Certificates;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
using Warifu.Postgres.Jobs;
using Warifu.Tests.Postgres;
using Warifu.Wire;
using Warifu.Wire.Enrolment;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Bank.Enrolment;

public sealed class CertificateEnrolmentTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private static EnrolmentRequest Ask(string loginId = "minato03", string? password = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new(Guid.NewGuid(), loginId, password ?? TestBank.Passwords[loginId].Login, null, SigningRequest.Make(key, Subject.Empty));
    }

    private static Task<Outcome<Certificate>> RunAsync(TestBank bank, EnrolmentRequest request) =>
        bank.Get<CertificateEnrolment>().RunAsync(TestBank.Code, request, null, Cancel);

    [Fact]
    public async Task A_certificate_is_issued_over_the_wire_and_signs_in()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var client = bank.PlainClient();
        var request = new EnrolmentRequest(Guid.NewGuid(), "minato03", "Login-0003", null, SigningRequest.Make(key, Subject.Empty));
        using var answer = await client.PostAsJsonAsync(bank.Www(EnrolmentWire.Certificates), request, WireJson.Options, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var enrolled = (await answer.Content.ReadFromJsonAsync<EnrolledCertificate>(WireJson.Options, Cancel))!;
        var leaf = Certificate.Read(enrolled.Certificate).Value;
        Assert.Matches("^minato03 A003 20261121180000000[0-9]{3}$", leaf.Subject!.CommonName!);
        Assert.Equal("(9972)MINATO SEISAKUSHO CO.,LTD.", leaf.Subject.Organisation);
        Assert.Equal((2, leaf.NotAfter.AddDays(-40)), (enrolled.Chain.Count, enrolled.RenewableFrom));
        using var bare = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(enrolled.Certificate);
        using var browser = await bank.SignedInAsync("minato03", System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.CopyWithPrivateKey(bare, key));
        Assert.Equal(["certificate-issued", "signed-in"], await bank.ActsAsync());
    }

    [Fact]
    public async Task The_same_request_gets_the_same_certificate_and_the_Authority_is_asked_once()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var request = Ask();
        var first = (await RunAsync(bank, request)).Value;
        var second = (await RunAsync(bank, request)).Value;
        Assert.Equal(first.Sha256, second.Sha256);
        Assert.Equal(1, bank.Authority.Asked);
    }

    [Fact]
    public async Task A_crash_between_any_two_steps_loses_nothing_and_repeats_nothing()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        foreach (var (step, loginId) in Enum.GetValues<EnrolmentStep>().Zip((string[])["minato01", "minato02", "minato03", "xminato01"]))
        {
            if (loginId == "xminato01")
                await MakeOtherAsync(bank);
            var request = Ask(loginId, TestBank.Passwords[loginId.TrimStart('x')].Login);
            bank.Get<EnrolmentSteps>().Reached = reached => { if (reached == step) throw new TimeoutException($"{step}"); };
            await Assert.ThrowsAsync<TimeoutException>(() => RunAsync(bank, request));
            bank.Get<EnrolmentSteps>().Reached = _ => { };
            var enrolled = (await RunAsync(bank, request)).Value;
            Assert.Equal(enrolled.Sha256, Assert.Single(await RegisterAsync(bank, loginId)));
        }
        Assert.Equal(4, bank.Authority.Issued.Count);
    }

    [Fact]
    public async Task An_answer_of_the_Authority_that_was_lost_is_fetched_again()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var request = Ask();
        bank.Authority.Lost = new HttpRequestException("lost");
        Assert.Equal("authority-unreachable", (await RunAsync(bank, request)).Refusal!.Code);
        bank.Authority.Lost = null;
        Assert.Equal(Assert.Single(bank.Authority.Issued).Sha256, (await RunAsync(bank, request)).Value.Sha256);
    }

    [Fact]
    public async Task While_a_certificate_stands_no_other_is_issued_and_the_answer_says_who_can_revoke_it()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        foreach (var (loginId, who) in (IEnumerable<(string, string)>)[("minato03", "administrator"), ("minato01", "branch")])
        {
            Assert.Null((await RunAsync(bank, Ask(loginId))).Refusal);
            var refusal = (await RunAsync(bank, Ask(loginId))).Refusal!;
            Assert.Equal((409, "certificate-still-valid"), (refusal.Status, refusal.Code));
            Assert.Contains(who, refusal.Detail!.En, StringComparison.Ordinal);
        }
        bank.Time.Advance(TimeSpan.FromDays(330));
        Assert.Equal("certificate-still-valid", (await RunAsync(bank, Ask())).Refusal!.Code);
    }

    [Fact]
    public async Task The_door_is_closed_while_a_certificate_stands_so_that_nobody_can_lock_it()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.CertificateOfAsync("minato03");
        for (var n = 0; n < 4; n++)
        {
            // Neither is it told that he has one: as to somebody who is not there.
            foreach (var loginId in (string[])["minato03", "nobody99"])
                Assert.Equal("wrong-login-id-or-password", (await RunAsync(bank, Ask(loginId, "wrong"))).Refusal!.Code);
            bank.Time.Advance(TimeSpan.FromMinutes(6));
        }
        foreach (var loginId in (string[])["minato03", "nobody99"])
            Assert.Equal(["wrong-login-id-or-password", "sign-in-too-soon"], [(await RunAsync(bank, Ask(loginId, "wrong"))).Refusal!.Code, (await RunAsync(bank, Ask(loginId, "wrong"))).Refusal!.Code]);
        bank.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("certificate-still-valid", (await RunAsync(bank, Ask())).Refusal!.Code);
        Assert.Null((await bank.Operations.RevokeCertificateAsync(new("9972"), "minato03", RevocationReason.Superseded, Cancel)).Refusal);
        Assert.Null((await RunAsync(bank, Ask())).Refusal);
    }

    [Fact]
    public async Task Wrong_passwords_and_unknown_users_are_told_alike_and_three_lock_the_door()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        Assert.Equal("wrong-login-id-or-password", (await RunAsync(bank, Ask("minato03") with { LoginId = "nobody99" })).Refusal!.Code);
        var tries = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => RunAsync(bank, Ask("minato03", "wrong"))));
        var codes = tries.CountBy(one => one.Refusal!.Code).ToDictionary();
        Assert.Equal((3, 7), (codes["wrong-login-id-or-password"], codes["enrolment-locked"]));
        Assert.Equal("enrolment-locked", (await RunAsync(bank, Ask())).Refusal!.Code);
    }

    [Fact]
    public async Task A_request_key_is_not_taken_for_another_request_or_another_user()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var request = Ask();
        Assert.Null((await RunAsync(bank, request)).Refusal);
        Assert.Equal("enrolment-request-key-reused", (await RunAsync(bank, Ask() with { RequestKey = request.RequestKey })).Refusal!.Code);
        Assert.Equal("enrolment-request-key-reused", (await RunAsync(bank, Ask("minato02") with { RequestKey = request.RequestKey })).Refusal!.Code);
    }

    [Fact]
    public async Task A_later_enrolment_takes_the_place_of_one_left_half_way_and_what_was_issued_for_it_is_revoked()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.StopAsync();
        var left = Ask();
        bank.Authority.Lost = new HttpRequestException("lost");
        Assert.Equal("authority-unreachable", (await RunAsync(bank, left)).Refusal!.Code);
        bank.Authority.Lost = null;
        var stray = Assert.Single(bank.Authority.Issued).Serial;
        var taken = (await RunAsync(bank, Ask())).Value;
        Assert.Equal("enrolment-replaced", (await RunAsync(bank, left)).Refusal!.Code);
        using var runner = new JobRunner(bank.Database, bank.Get<Wakeup>(), bank.Get<IEnumerable<IJobHandler>>(), NullLogger<JobRunner>.Instance);
        Assert.True(await runner.DoNextAsync(Cancel));
        Assert.Equal([stray.Hex], bank.Authority.Revoked.Keys);
        Assert.NotEqual(stray, taken.Serial);
    }

    [Fact]
    public async Task Many_requests_of_one_user_at_once_end_in_one_certificate()
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with { SignIn = profile.SignIn with { Tries = 10 } });
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => RunAsync(bank, Ask())));
        Assert.Single(outcomes, outcome => outcome.Refusal is null);
        Assert.Single(await RegisterAsync(bank, "minato03"));
        Assert.All(outcomes.Where(outcome => outcome.Refusal is not null), outcome =>
            Assert.Contains(outcome.Refusal!.Code, (string[])["enrolment-replaced", "certificate-still-valid", "sign-in-too-soon"]));
    }

    [Fact]
    public async Task A_refusal_of_the_Authority_and_an_unsound_request_are_passed_on()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        Assert.NotNull((await RunAsync(bank, Ask() with { Csr = [0x30, 0x00] })).Refusal);
        bank.Authority.Refusing = new("key-already-used", 409, new("", "used"), new("", ""));
        var refusal = (await RunAsync(bank, Ask())).Refusal!;
        Assert.Equal("authority-refused", refusal.Code);
        Assert.Contains("key-already-used", refusal.Detail!.En, StringComparison.Ordinal);
        bank.Authority.Refusing = null;
        Assert.Null((await RunAsync(bank, Ask())).Refusal);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_does_not_enter_the_register()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var strange = new TestAuthority();
        bank.Authority.Instead = strange;
        Assert.Equal("certificate-not-trusted", (await RunAsync(bank, Ask())).Refusal!.Code);
        Assert.Empty(await RegisterAsync(bank, "minato03"));
    }

    private static async Task MakeOtherAsync(TestBank bank)
    {
        var other = TestBank.Minato with { Id = "0000420002", Users = [.. TestBank.Minato.Users.Select(user => user with { LoginId = "x" + user.LoginId })], Accounts = [] };
        var passwords = TestBank.Passwords.ToDictionary(pair => "x" + pair.Key, pair => pair.Value);
        Assert.Null((await bank.Operations.MakeContractAsync(new("9972"), other, passwords, Cancel)).Refusal);
    }

    private static Task<IReadOnlyList<byte[]>> RegisterAsync(TestBank bank, string loginId) =>
        bank.Database.InTenantAsync(TestBank.Code, work => work.QueryAsync<byte[]>(
            "select c.sha256 from certificate c join customer_user u using (bank_code, user_id) where u.login_id = @loginId", new { loginId }), Cancel);
}
