using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Warifu.Tests.Pki.Requests;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Authority.Registration;

/// <summary>Messages on the registration wire that no bank should send, from a bank that is let in: a refusal each, no certificate.</summary>
public sealed class HostileMessagesTests(HeldAuthority held) : IClassFixture<HeldAuthority>, IAsyncLifetime
{
    private HttpClient client = null!;
    private X509Certificate2 own = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await held.ServeOnceAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issued = (await held.Office.RegisterBankAsync(TestAuthority.Asagiri, Guid.NewGuid(), TestAuthority.Csr(key), Cancel)).Value;
        using var bare = X509CertificateLoader.LoadCertificate(issued.Certificate);
        own = bare.CopyWithPrivateKey(key);
        client = held.Authority.Client(held.Office.Root, own);
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        own.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(HostileRequests.Names), MemberType = typeof(HostileRequests))]
    public async Task A_hostile_signing_request_is_refused_by_its_code_and_leaves_nothing(string name)
    {
        var request = TestAuthority.Request(csr: HostileRequests.All[name]);

        var (status, code) = await PostAsync(RegistrationWire.Certificates, JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Options));

        Assert.StartsWith("signing-request-", code, StringComparison.Ordinal);
        Assert.InRange((int)status, 400, 499);
        Assert.Equal(0, await IntentsAsync(request.RequestKey));
    }

    [Theory]
    [InlineData("/renewal")]
    [InlineData("/revocation")]
    [InlineData("/suspension")]
    [InlineData("/resumption")]
    public async Task A_bank_cannot_touch_the_certificate_of_another(string act)
    {
        var office = held.Office;
        var theirs = (await office.Issuing.IssueAsync(
            TestAuthority.Order(office, TestAuthority.Request(), TestAuthority.Tsukinowa), office.Database.Time.GetUtcNow(), Cancel)).Value.Serial;
        var body = act switch
        {
            "/renewal" => Renewal(),
            "/revocation" => JsonSerializer.SerializeToUtf8Bytes(new RevokeRequest(RevocationReason.Superseded), WireJson.Options),
            _ => JsonSerializer.SerializeToUtf8Bytes(new StandingRequest(Guid.NewGuid()), WireJson.Options),
        };

        Assert.Equal((HttpStatusCode.NotFound, "serial-unknown"), await PostAsync(RegistrationWire.Certificate(theirs) + act, body));
        Assert.Null((await office.Revoking.FindAsync(TestAuthority.Tsukinowa, theirs, Cancel)).Value.RevokedAt);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_too_large() =>
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "request-too-large"), await PostAsync(RegistrationWire.Certificates, new byte[2 * 1024 * 1024]));

    [Fact]
    public void Whatever_is_posted_wherever_the_answer_is_a_refusal_of_a_client()
    {
        var sound = JsonSerializer.SerializeToUtf8Bytes(TestAuthority.Request(csr: HostileRequests.All["truncated"]), WireJson.Options);
        var serial = new SerialNumber("5b8e869e2bc4b2225302f34ada65184e");
        var path = RegistrationWire.Certificate(serial);
        var paths = Gen.Elements(RegistrationWire.Certificates, path + "/renewal", path + "/revocation", path + "/suspension", path + "/resumption");
        var bodies = Gen.OneOf(
            ArbMap.Default.GeneratorFor<byte[]>(),
            Gen.Choose(0, sound.Length - 1).Select(length => sound[..length]),
            from at in Gen.Choose(0, sound.Length - 1) from octet in Gen.Choose(0, 255) select (byte[])[.. sound[..at], (byte)octet, .. sound[(at + 1)..]],
            Gen.Elements("null", "[]", "{}", "\"\"", "1e999", "{\"requestKey\":null}", "{\"reason\":-1}", "{\"reason\":2}", "{\"reason\":\"KeyCompromise\"}",
                "{\"requestKey\":\"00000000-0000-0000-0000-000000000000\"}", new string('[', 5000)).Select(Encoding.UTF8.GetBytes));

        Prop.ForAll((from to in paths from body in bodies select (to, body)).ToArbitrary(), async message =>
        {
            var (status, code) = await PostAsync(message.to, message.body ?? []);
            return (int)status is >= 400 and < 500 && code.Length > 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private static byte[] Renewal()
    {
        var request = TestAuthority.Request();
        return JsonSerializer.SerializeToUtf8Bytes(
            new RenewRequest(request.RequestKey, request.Csr, request.CommonName, 365, RenewalOverlap.KeepUntilExpiry), WireJson.Options);
    }

    private async Task<(HttpStatusCode Status, string Code)> PostAsync(string path, byte[] body)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var answer = await client.PostAsync(path, content, Cancel);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(Cancel));
        return (answer.StatusCode, problem.RootElement.TryGetProperty("code", out var code) ? code.GetString()! : "");
    }

    private Task<int> IntentsAsync(Guid requestKey) => held.Office.Database.InTenantAsync(TestAuthority.Asagiri.Value, work => work.SingleAsync<int>(
        "select count(*)::int from issuance where bank_code = @Tenant and request_key = @requestKey", new { work.Tenant, requestKey }), Cancel);
}
