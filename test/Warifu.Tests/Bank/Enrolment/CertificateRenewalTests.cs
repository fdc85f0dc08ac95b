using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Warifu.Bank.Certificates;
using Warifu.Bank.Enrolment;
using Warifu.Bank.Profiles;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
using Warifu.Postgres.Jobs;
using Warifu.Tests.Bank.Enrolment.Est;
using Warifu.Tests.Bank.Enrolment.Unattended;
using Warifu.Tests.Postgres;
using Warifu.Tests.Web;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Bank.Enrolment;

public sealed class CertificateRenewalTests(TestCluster cluster)
{
    private const string User = "minato03";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private static readonly TimeSpan UntilOpen = TimeSpan.FromDays(325);

    [Fact]
    public async Task A_successor_has_the_same_holder_and_a_new_time_in_its_name_and_its_first_sign_in_ends_the_old_one()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var old = await OldAsync(bank);
        var (renewed, answer) = await RenewedAsync(bank, old);
        using var _ = renewed;
        Assert.Equal("application/pkcs7-mime; smime-type=certs-only", answer.MediaType);
        Assert.Matches("^minato03 A001 20271012180000000[0-9]{3}$", answer.Certificate.Subject!.CommonName!);
        Assert.Equal(RenewalOverlap.ReplaceOnFirstUse, bank.Authority.Renewed[Serial(old)]);

        using (await bank.SignedInAsync(User, old))
            Assert.Equal(["active", "active"], await StatesAsync(bank));
        using (await bank.SignedInAsync(User, renewed))
            Assert.Equal(["revoked", "active"], await StatesAsync(bank));
        using var refused = bank.Browser(old);
        await refused.OpenAsync(bank.Cert("/sign-in"));
        Assert.Equal("certificate-replaced", refused.Code);
        Assert.Equal(["certificate-renewed", "signed-in", "signed-in", "certificate-revoked"], await bank.ActsAsync());
        await bank.StopAsync();
        await DoJobsAsync(bank);
        Assert.Equal(RevocationReason.Superseded, bank.Authority.Revoked[Serial(old)]);
    }

    [Fact]
    public async Task Where_the_profile_says_so_the_old_one_is_good_until_it_expires()
    {
        await using var bank = await TestBank.StartAsync(
            cluster, profile => profile with { Certificate = profile.Certificate with { Overlap = Overlap.UntilExpiry, AuthoritySilence = TimeSpan.FromDays(4000) } });
        using var old = await OldAsync(bank);
        var (renewed, _) = await RenewedAsync(bank, old);
        using var held = renewed;
        Assert.Equal(RenewalOverlap.KeepUntilExpiry, bank.Authority.Renewed[Serial(old)]);
        using (await bank.SignedInAsync(User, renewed))
        using (await bank.SignedInAsync(User, old))
            Assert.Equal(["active", "active"], await StatesAsync(bank));
    }

    [Fact]
    public async Task Before_the_window_opens_the_answer_says_when_it_will()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var old = await bank.CertificateOfAsync(User);
        using var device = new EstClient(bank, old);
        bank.Time.Advance(TimeSpan.FromDays(320));
        var early = await device.RenewAsync(Csr(old));
        Assert.Equal((HttpStatusCode.Conflict, "renewal-not-open"), (early.Status, early.Code));
        Assert.Contains("2027-10-12", early.Text, StringComparison.Ordinal);
        Assert.Equal(0, bank.Authority.Asked);
    }

    [Fact]
    public async Task What_does_not_stand_gets_nothing()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var old = await OldAsync(bank);
        using var device = new EstClient(bank, old);
        foreach (var (change, back, code) in ((string, string, string)[])
        [
            ("update certificate set state = 'suspended', suspended_at = entered_at", "update certificate set state = 'active', suspended_at = null", "certificate-suspended"),
            ("update customer_user set standing = 'stopped'", "update customer_user set standing = 'active'", "user-stopped"),
            ("update certificate set not_after = entered_at", "update certificate set not_after = entered_at + interval '365 days'", "certificate-expired"),
            ("update certificate set state = 'revoked', revoked_at = entered_at, revocation_reason = 'Superseded', revoked_by = 'staff'", "select 1", "certificate-revoked"),
        ])
        {
            await bank.ExecuteAsync(change);
            Assert.Equal((HttpStatusCode.Forbidden, code), (await device.RenewAsync(Csr(old))) is var answer ? (answer.Status, answer.Code) : default);
            await bank.ExecuteAsync(back);
        }
        using var nobody = new EstClient(bank);
        Assert.Equal("est-certificate-needed", (await nobody.RenewAsync(Csr(old))).Code);
        using var stranger = TestParty.SelfSigned("CN=stranger");
        using var strange = new EstClient(bank, stranger);
        Assert.Equal("certificate-unknown", (await strange.RenewAsync(Csr(old))).Code);
        Assert.Equal(0, bank.Authority.Asked);
    }

    [Fact]
    public async Task While_the_Authority_has_been_silent_too_long_the_client_is_asked_to_come_back()
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with { Certificate = profile.Certificate with { AuthoritySilence = TimeSpan.FromMinutes(60) } });
        // Whoever listens hears a heartbeat at once, however late he begins.
        await bank.Get<IEnumerable<IHostedService>>().OfType<ListenToAuthority>().Single().StopAsync(Cancel);
        using var old = await OldAsync(bank);
        using var device = new EstClient(bank, old);
        var answer = await device.RenewAsync(Csr(old));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "authority-silent", TimeSpan.FromSeconds(30)), (answer.Status, answer.Code, answer.RetryAfter));
    }

    [Fact]
    public async Task A_request_must_name_the_holder_of_the_old_certificate_and_nobody_else()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var old = await OldAsync(bank);
        using var device = new EstClient(bank, old);
        var holder = SubjectOf(old);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[][] requests =
        [
            EstClient.Csr(), EstClient.Csr(subject: new(null, null, holder.CommonName)), EstClient.Csr(subject: new("(9971)MINATO", holder.Unit, holder.CommonName)),
            EstClient.Csr(subject: new(holder.Organisation, holder.Unit, "minato01 A001 20261121180000000435")), Requests.WithHostName(key, holder),
        ];
        foreach (var request in requests)
            Assert.Equal("renewal-names-another", (await device.RenewAsync(request)).Code);
        Assert.Equal(0, bank.Authority.Asked);
    }

    [Fact]
    public async Task The_same_request_gets_the_same_successor_and_another_gets_none_while_it_stands()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var old = await OldAsync(bank);
        using var device = new EstClient(bank, old);
        using var oldKey = old.GetECDsaPrivateKey()!;
        Assert.Equal("enrolment-key-in-use", (await device.RenewAsync(EstClient.Csr(oldKey, SubjectOf(old)))).Code);
        var csr = Csr(old);
        var first = (await device.RenewAsync(csr)).Certificate;
        Assert.Equal(first.Sha256, (await device.RenewAsync(csr)).Certificate.Sha256);
        Assert.Equal("certificate-already-renewed", (await device.RenewAsync(Csr(old))).Code);
        // The Authority alone ends the successor: the old one stands, and may have another.
        await bank.ExecuteAsync("""
            update certificate set state = 'revoked', revoked_at = entered_at, revocation_reason = 'Unspecified', revoked_by = 'authority' where serial = @Hex
            """, new { first.Serial.Hex });
        Assert.NotEqual(first.Serial, (await device.RenewAsync(Csr(old))).Certificate.Serial);
    }

    [Fact]
    public async Task A_crash_between_any_two_steps_loses_nothing_and_repeats_nothing()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        foreach (var (step, round) in Enum.GetValues<EnrolmentStep>().Select((step, round) => (step, round)))
        {
            using var old = await OldAsync(bank);
            using var device = new EstClient(bank, old);
            var csr = Csr(old);
            bank.Get<EnrolmentSteps>().Reached = reached => { if (reached == step) throw new TimeoutException($"{step}"); };
            Assert.Equal(HttpStatusCode.InternalServerError, (await device.RenewAsync(csr)).Status);
            bank.Get<EnrolmentSteps>().Reached = _ => { };
            var renewed = (await device.RenewAsync(csr)).Certificate;
            Assert.Equal((round + 1, renewed.Serial), (bank.Authority.Issued.Count, bank.Authority.Issued.Last().Serial));
            Assert.Null((await bank.Operations.RevokeCertificateAsync(new("9972"), User, RevocationReason.Superseded, Cancel)).Refusal);
        }
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_fetched_again()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var old = await OldAsync(bank);
        using var device = new EstClient(bank, old);
        var csr = Csr(old);
        bank.Authority.Lost = new HttpRequestException("lost");
        Assert.Equal(HttpStatusCode.Accepted, (await device.RenewAsync(csr)).Status);
        bank.Authority.Lost = null;
        Assert.Equal(Assert.Single(bank.Authority.Issued).Sha256, (await device.RenewAsync(csr)).Certificate.Sha256);
    }

    [Fact]
    public async Task A_revocation_while_the_Authority_is_asked_keeps_the_successor_outside_and_ends_it_there()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var old = await OldAsync(bank);
        await bank.StopAsync();
        bank.Authority.Meanwhile = async () => Assert.Null(
            (await bank.Operations.RevokeCertificateAsync(new("9972"), User, RevocationReason.KeyCompromise, Cancel)).Refusal);
        var refused = await bank.Get<CertificateRenewal>().RunAsync(
            TestBank.Code, SHA256.HashData(old.RawData), Guid.NewGuid(), SigningRequest.Read(Csr(old)).Value, new(null), Cancel);
        bank.Authority.Meanwhile = () => Task.CompletedTask;
        Assert.Equal("certificate-revoked", refused.Refusal!.Code);
        Assert.Equal(["revoked"], await StatesAsync(bank));
        await DoJobsAsync(bank);
        Assert.Equal(new[] { Serial(old), Assert.Single(bank.Authority.Issued).Serial.Hex }.Order(), bank.Authority.Revoked.Keys.Order());
    }

    [Fact]
    public async Task Who_revokes_the_successor_ends_what_it_renewed_too()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var old = await OldAsync(bank);
        var (renewed, answer) = await RenewedAsync(bank, old);
        renewed.Dispose();
        Assert.Equal(answer.Certificate.Serial, (await bank.Operations.RevokeCertificateAsync(new("9972"), User, RevocationReason.KeyCompromise, Cancel)).Value);
        Assert.Equal(["revoked", "revoked"], await StatesAsync(bank));
    }

    /// <summary>A certificate whose window has just opened.</summary>
    private static async Task<X509Certificate2> OldAsync(TestBank bank)
    {
        var old = await bank.CertificateOfAsync(User);
        await UnattendedRenewals.AllowAsync(bank, User);
        bank.Time.Advance(UntilOpen);
        return old;
    }

    private static async Task<(X509Certificate2 Held, EstAnswer Answer)> RenewedAsync(TestBank bank, X509Certificate2 old)
    {
        using var device = new EstClient(bank, old);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var answer = await device.RenewAsync(EstClient.Csr(key, SubjectOf(old)));
        using var bare = X509CertificateLoader.LoadCertificate(answer.Certificate.Der.Span);
        return (bare.CopyWithPrivateKey(key), answer);
    }

    private static byte[] Csr(X509Certificate2 old) => EstClient.Csr(subject: SubjectOf(old));

    private static Subject SubjectOf(X509Certificate2 certificate) => Subject.Read(certificate.SubjectName.RawData)!;

    private static string Serial(X509Certificate2 certificate) => certificate.SerialNumber.ToLowerInvariant();

    private static async Task DoJobsAsync(TestBank bank)
    {
        using var runner = new JobRunner(bank.Database, bank.Get<Wakeup>(), bank.Get<IEnumerable<IJobHandler>>(), NullLogger<JobRunner>.Instance);
        while (await runner.DoNextAsync(Cancel))
        {
            // Until none is due.
        }
    }

    private static Task<IReadOnlyList<string>> StatesAsync(TestBank bank) =>
        bank.Database.InTenantAsync(TestBank.Code, work => work.QueryAsync<string>("select state from certificate order by entered_at"), Cancel);
}
