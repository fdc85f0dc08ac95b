using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Bank.Enrolment;
using Warifu.Pki.Names;
using Warifu.Postgres;
using Warifu.Tests.Postgres;
using Warifu.Wire.Enrolment;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Bank.Enrolment.Est;

public sealed class EstEnrolmentTests(TestCluster cluster)
{
    private const string User = "minato03";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_face_for_programs_tells_its_authorities_and_what_a_request_should_hold()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var device = new EstClient(bank);
        var authorities = await device.GetAsync("cacerts");
        Assert.Equal("application/pkcs7-mime", authorities.MediaType);
        Assert.Equal(
            new[] { bank.Authority.Authorities.Issuing.Serial.Hex, bank.Authority.Authorities.Root.Serial.Hex }.Order(),
            authorities.Certificates.Select(one => one.Serial.Hex).Order());
        Assert.Equal((HttpStatusCode.OK, "application/csrattrs"), (await device.GetAsync("csrattrs")) is var attributes ? (attributes.Status, attributes.MediaType) : default);
        Assert.Equal(HttpStatusCode.NotFound, (await device.GetAsync("serverkeygen")).Status);
    }

    [Theory]
    [InlineData("www")]
    [InlineData("cert")]
    [InlineData("staff")]
    public async Task No_other_face_speaks_EST(string face)
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var client = bank.Program();
        using var answer = await client.GetAsync(bank.Api("/.well-known/est/cacerts").Replace("api.", $"{face}.", StringComparison.Ordinal), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_credential_obtains_one_certificate_that_signs_in()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var device = new EstClient(bank);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var answer = await device.EnrolAsync(EstClient.Csr(key, new(null, null, User)), User, await SecretAsync(bank));
        Assert.Equal("application/pkcs7-mime; smime-type=certs-only", answer.MediaType);
        Assert.Matches("^minato03 A003 20261121180000000[0-9]{3}$", answer.Certificate.Subject!.CommonName!);
        using var bare = X509CertificateLoader.LoadCertificate(answer.Certificate.Der.Span);
        using var browser = await bank.SignedInAsync(User, bare.CopyWithPrivateKey(key));
        Assert.Equal(["enrolment-credential-made", "certificate-issued", "signed-in"], await bank.ActsAsync());
    }

    [Fact]
    public async Task The_same_request_gets_the_same_certificate_for_a_day_and_another_gets_nothing()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var device = new EstClient(bank);
        var (csr, secret) = (EstClient.Csr(), await SecretAsync(bank));
        var first = await device.EnrolAsync(csr, User, secret);
        bank.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(first.Certificate.Sha256, (await device.EnrolAsync(csr, User, secret)).Certificate.Sha256);
        Assert.Equal("est-not-authorised", (await device.EnrolAsync(EstClient.Csr(), User, secret)).Code);
        bank.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal("est-not-authorised", (await device.EnrolAsync(csr, User, secret)).Code);
        Assert.Equal(1, bank.Authority.Asked);
    }

    [Fact]
    public async Task Whatever_is_wrong_with_user_or_secret_sounds_alike()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var device = new EstClient(bank);
        var csr = EstClient.Csr();
        var answers = new List<EstAnswer>
        {
            await device.PostAsync("simpleenroll", EstClient.Body(csr)),
            await device.EnrolAsync(csr, "nobody99", "x"),
            await device.EnrolAsync(csr, "no\0body", "x"),
            await device.EnrolAsync(csr, User, "never made"),
        };
        var secret = await SecretAsync(bank);
        answers.Add(await device.EnrolAsync(csr, User, "wrong"));
        answers.Add(await device.EnrolAsync(csr, "minato02", secret));
        bank.Time.Advance(bank.Profile.Certificate.CredentialLife);
        answers.Add(await device.EnrolAsync(csr, User, secret));
        var replaced = await SecretAsync(bank);
        secret = await SecretAsync(bank);
        answers.Add(await device.EnrolAsync(csr, User, replaced));
        Assert.Equal(HttpStatusCode.OK, (await device.EnrolAsync(csr, User, secret)).Status);
        answers.Add(await device.EnrolAsync(EstClient.Csr(), User, secret));
        var uniform = Assert.Single(answers.Distinct());
        Assert.Equal((HttpStatusCode.Unauthorized, "est-not-authorised", "Basic realm=\"est\", charset=\"UTF-8\""), (uniform.Status, uniform.Code, uniform.Challenge));
    }

    [Fact]
    public async Task Wrong_secrets_in_a_row_close_this_door_alone_and_a_new_credential_opens_it()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var device = new EstClient(bank);
        for (var n = 0; n < 3; n++)
            Assert.Equal("est-not-authorised", (await device.EnrolAsync(EstClient.Csr(), User, "before there is one")).Code);
        var secret = await SecretAsync(bank);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => device.EnrolAsync(EstClient.Csr(), User, "wrong")));
        Assert.Equal("est-not-authorised", (await device.EnrolAsync(EstClient.Csr(), User, secret)).Code);
        Assert.Equal(3, (await bank.ActsAsync()).Count(act => act == "enrolment-credential-failed"));
        Assert.Equal([("credential", 3)], await bank.Database.InTenantAsync(TestBank.Code, work =>
            work.QueryAsync<(string, int)>("select door, failures from lock_counter where failures > 0"), Cancel));
        Assert.Equal(HttpStatusCode.OK, (await device.EnrolAsync(EstClient.Csr(), User, await SecretAsync(bank))).Status);
    }

    [Fact]
    public async Task A_crash_between_any_two_steps_loses_nothing_and_repeats_nothing()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var device = new EstClient(bank);
        foreach (var (step, round) in Enum.GetValues<EnrolmentStep>().Select((step, round) => (step, round)))
        {
            var (csr, secret) = (EstClient.Csr(), await SecretAsync(bank));
            bank.Get<EnrolmentSteps>().Reached = reached => { if (reached == step) throw new TimeoutException($"{step}"); };
            Assert.Equal(HttpStatusCode.InternalServerError, (await device.EnrolAsync(csr, User, secret)).Status);
            bank.Get<EnrolmentSteps>().Reached = _ => { };
            var certificate = (await device.EnrolAsync(csr, User, secret)).Certificate;
            Assert.Equal((round + 1, certificate.Serial), (bank.Authority.Issued.Count, bank.Authority.Issued.Last().Serial));
            Assert.Null((await bank.Operations.RevokeCertificateAsync(new("9972"), User, RevocationReason.Superseded, Cancel)).Refusal);
        }
    }

    [Fact]
    public async Task While_the_Authority_is_silent_the_request_is_taken_and_its_answer_fetched_later()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var device = new EstClient(bank);
        var (csr, secret) = (EstClient.Csr(), await SecretAsync(bank));
        bank.Authority.Lost = new HttpRequestException("lost");
        var taken = await device.EnrolAsync(csr, User, secret);
        Assert.Equal((HttpStatusCode.Accepted, "authority-unreachable", TimeSpan.FromSeconds(30)), (taken.Status, taken.Code, taken.RetryAfter));
        bank.Authority.Lost = null;
        Assert.Equal(Assert.Single(bank.Authority.Issued).Sha256, (await device.EnrolAsync(csr, User, secret)).Certificate.Sha256);
    }

    [Fact]
    public async Task Connections_of_the_database_that_end_cost_no_more_than_another_try()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var device = new EstClient(bank);
        var (csr, secret) = (EstClient.Csr(), await SecretAsync(bank));
        await using var outside = new Database(bank.Settings.ConnectionString, bank.Time);
        EstAnswer answer;
        for (var round = 0; ; round++)
        {
            if (round < 3)
                await outside.WithoutTenantAsync(work => work.ExecuteAsync(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"), Cancel);
            if ((answer = await device.EnrolAsync(csr, User, secret)).Status == HttpStatusCode.OK)
                break;
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "est-busy"), (answer.Status, answer.Code));
            Assert.True(round < 20);
        }
        Assert.Equal(Assert.Single(bank.Authority.Issued).Sha256, answer.Certificate.Sha256);
    }

    [Fact]
    public async Task A_stopped_user_gets_nothing_and_one_with_a_certificate_no_other()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var device = new EstClient(bank);
        var secret = await SecretAsync(bank);
        await bank.ExecuteAsync("update customer_user set standing = 'stopped' where login_id = 'minato03'");
        Assert.Equal("user-stopped", (await device.EnrolAsync(EstClient.Csr(), User, secret)).Code);
        Assert.Equal("user-stopped", (await bank.Operations.MakeEnrolmentCredentialAsync(new("9972"), User, Cancel)).Refusal!.Code);
        await bank.ExecuteAsync("update customer_user set standing = 'active'");
        await bank.CertificateOfAsync(User);
        Assert.Equal("certificate-still-valid", (await device.EnrolAsync(EstClient.Csr(), User, secret)).Code);
        Assert.Equal("certificate-still-valid", (await bank.Operations.MakeEnrolmentCredentialAsync(new("9972"), User, Cancel)).Refusal!.Code);
        Assert.Equal("login-id-unknown", (await bank.Operations.MakeEnrolmentCredentialAsync(new("9972"), "nobody99", Cancel)).Refusal!.Code);
        Assert.Equal(0, bank.Authority.Asked);
    }

    [Fact]
    public async Task A_request_that_names_somebody_else_or_another_bank_is_refused_and_uses_nothing_up()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var device = new EstClient(bank);
        var secret = await SecretAsync(bank);
        Subject[] others =
        [
            new(null, null, "minato02"), new("(9971)MINATO SEISAKUSHO CO.,LTD.", null, User), new("OTHER CO.,LTD.", null, User),
            new(null, "(9971)Tsukinowa CA - G1", User), new(null, null, User, "JP"),
        ];
        foreach (var other in others)
            Assert.Equal("est-names-another", (await device.EnrolAsync(EstClient.Csr(subject: other), User, secret)).Code);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal("est-names-another", (await device.EnrolAsync(Requests.WithHostName(key, Subject.Empty), User, secret)).Code);
        Assert.Equal(0, bank.Authority.Asked);
        var own = new Subject("(9972)MINATO SEISAKUSHO CO.,LTD.", null, User);
        Assert.Equal(own.Organisation, (await device.EnrolAsync(EstClient.Csr(subject: own), User, secret)).Certificate.Subject!.Organisation);
    }

    [Fact]
    public async Task A_key_that_has_a_certificate_is_refused()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var device = new EstClient(bank);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(HttpStatusCode.OK, (await device.EnrolAsync(EstClient.Csr(key), User, await SecretAsync(bank))).Status);
        var other = (await bank.Operations.MakeEnrolmentCredentialAsync(new("9972"), "minato02", Cancel)).Value.Secret;
        Assert.Equal("enrolment-key-in-use", (await device.EnrolAsync(EstClient.Csr(key), "minato02", other)).Code);
        using var client = bank.PlainClient();
        Assert.Equal("enrolment-key-in-use", (await bank.Get<CertificateEnrolment>().RunAsync(
            TestBank.Code, new EnrolmentRequest(Guid.NewGuid(), "minato01", "Login-0001", null, EstClient.Csr(key)), null, Cancel)).Refusal!.Code);
    }

    private static async Task<string> SecretAsync(TestBank bank) =>
        (await bank.Operations.MakeEnrolmentCredentialAsync(new("9972"), User, Cancel)).Value.Secret;
}
