using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Http;
using Warifu.Authority;
using Warifu.Authority.Issuance;
using Warifu.Authority.Registration;
using Warifu.Pki.Certificates;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Authority.Registration;

/// <summary>The wire with real TLS.</summary>
public sealed class RegistrationWireTests(HeldAuthority held) : IClassFixture<HeldAuthority>, IAsyncLifetime
{
    private readonly TestAuthority authority = held.Authority;
    private readonly AuthorityOffice office = held.Office;
    private X509Certificate2 asagiri = null!;
    private HttpClient client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await held.ServeOnceAsync();
        asagiri = await RegisterAsync(TestAuthority.Asagiri);
        client = authority.Client(office.Root, asagiri);
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        asagiri.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void A_busy_authority_says_when_to_come_again()
    {
        var context = new DefaultHttpContext();

        RegistrationEndpoints.Issued(context, IssuanceRefusals.Busy);

        Assert.Equal(503, IssuanceRefusals.Busy.Status);
        Assert.Equal("1", context.Response.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_bank_gets_finds_and_revokes_a_certificate()
    {
        var request = TestAuthority.Request();

        var issued = await Read<IssuedCertificate>(await PostAsync(client, RegistrationWire.Certificates, request));
        var again = await Read<IssuedCertificate>(await PostAsync(client, RegistrationWire.Certificates, request));
        var standing = await Read<CertificateEntry>(await client.GetAsync(RegistrationWire.Certificate(issued.Serial), Cancel));
        var revoked = await Read<CertificateEntry>(await PostAsync(client, RegistrationWire.Revocation(issued.Serial), new RevokeRequest(RevocationReason.Superseded)));

        Assert.Equal(issued.Certificate, again.Certificate);
        Assert.Null(standing.RevokedAt);
        Assert.Equal(RevocationReason.Superseded, revoked.Reason);
        Assert.Equal(standing.NotAfter, Certificate.Read(issued.Certificate).Value.NotAfter);
    }

    [Fact]
    public async Task A_bank_learns_its_own_authority()
    {
        var own = await Read<IssuingAuthority>(await client.GetAsync(RegistrationWire.Authority, Cancel));

        Assert.Equal(TestAuthority.Asagiri, own.Bank);
        Assert.Equal(office.AuthorityOf(TestAuthority.Asagiri)!.Der.ToArray(), own.Certificate);
        Assert.Equal(office.Root.Der.ToArray(), own.Root);
    }

    [Fact]
    public async Task Another_bank_reaches_only_its_own()
    {
        var issued = await Read<IssuedCertificate>(await PostAsync(client, RegistrationWire.Certificates, TestAuthority.Request()));
        using var certificate = await RegisterAsync(TestAuthority.Tsukinowa);
        using var other = authority.Client(office.Root, certificate);

        Assert.Equal("serial-unknown", await CodeAsync(await other.GetAsync(RegistrationWire.Certificate(issued.Serial), Cancel)));
        Assert.Equal("serial-unknown", await CodeAsync(await PostAsync(other, RegistrationWire.Revocation(issued.Serial), new RevokeRequest(RevocationReason.KeyCompromise))));
        var own = await Read<IssuedCertificate>(await PostAsync(other, RegistrationWire.Certificates, TestAuthority.Request()));
        Assert.StartsWith("(9971)", Certificate.Read(own.Certificate).Value.Subject!.Organisation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_message_can_name_another_bank()
    {
        var body = Encoding.UTF8.GetString(JsonContentOf(TestAuthority.Request())).Replace("{\"", "{\"bank\":\"9971\",\"", StringComparison.Ordinal);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await client.PostAsync(RegistrationWire.Certificates, content, Cancel);

        Assert.Equal("request-malformed", await CodeAsync(answer));
    }

    [Fact]
    public async Task Without_a_certificate_nothing_opens()
    {
        using var nobody = authority.Client(office.Root, null);

        using var answer = await nobody.GetAsync(RegistrationWire.Authority, Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("registration-certificate-missing", await CodeAsync(answer));
    }

    [Fact]
    public async Task A_certificate_of_the_same_authority_that_is_not_registered_opens_nothing()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issued = (await office.IssueWireClientAsync(TestAuthority.Asagiri, Guid.NewGuid(), TestAuthority.Csr(key), "staff", Cancel)).Value;
        using var bare = X509CertificateLoader.LoadCertificate(issued.Certificate);
        using var certificate = bare.CopyWithPrivateKey(key);
        using var staff = authority.Client(office.Root, certificate);

        Assert.Equal("registration-certificate-unknown", await CodeAsync(await staff.GetAsync(RegistrationWire.Authority, Cancel)));
    }

    [Fact]
    public async Task A_withdrawn_certificate_opens_nothing_from_the_next_request_on()
    {
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(RegistrationWire.Authority, Cancel)).StatusCode);

        await office.WithdrawBankAsync(TestAuthority.Asagiri, SHA256.HashData(asagiri.RawData), Cancel);

        Assert.Equal("registration-certificate-unknown", await CodeAsync(await client.GetAsync(RegistrationWire.Authority, Cancel)));
    }

    [Fact]
    public async Task A_revoked_certificate_opens_nothing_from_the_next_request_on()
    {
        var serial = Certificate.Read(asagiri.RawData).Value.Serial;

        using var revoked = await PostAsync(client, RegistrationWire.Revocation(serial), new RevokeRequest(RevocationReason.KeyCompromise));

        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        Assert.Equal("registration-certificate-unknown", await CodeAsync(await client.GetAsync(RegistrationWire.Authority, Cancel)));
    }

    [Fact]
    public async Task A_certificate_of_a_customer_or_of_another_bank_is_not_admitted()
    {
        var customer = await Read<IssuedCertificate>(await PostAsync(client, RegistrationWire.Certificates, TestAuthority.Request()));

        Assert.Equal("certificate-not-trusted", (await office.AdmitBankAsync(TestAuthority.Asagiri, customer.Certificate, Cancel)).Refusal?.Code);
        Assert.Equal("registration-certificate-taken", (await office.AdmitBankAsync(TestAuthority.Tsukinowa, asagiri.RawData, Cancel)).Refusal?.Code);
        Assert.Null((await office.AdmitBankAsync(TestAuthority.Asagiri, asagiri.RawData, Cancel)).Refusal);
    }

    [Theory]
    [InlineData("XYZ")]
    [InlineData("5B8E869E2BC4B2225302F34ADA65184E")]
    public async Task A_malformed_serial_number_is_refused(string serial) =>
        Assert.Equal("serial-number-malformed", await CodeAsync(await client.GetAsync($"{RegistrationWire.Certificates}/{serial}", Cancel)));

    [Fact]
    public async Task A_reason_outside_the_standard_is_refused()
    {
        using var content = new StringContent("{\"reason\":99}", Encoding.UTF8, "application/json");

        using var answer = await client.PostAsync(RegistrationWire.Revocation(new SerialNumber("5b8e869e2bc4b2225302f34ada65184e")), content, Cancel);

        Assert.Equal("revocation-reason-unknown", await CodeAsync(answer));
    }

    [Fact]
    public async Task A_bank_for_which_the_ceremony_made_no_authority_is_told_so()
    {
        using var certificate = await RegisterAsync(new BankCode("9979"));
        using var other = authority.Client(office.Root, certificate);

        Assert.Equal("bank-without-authority", await CodeAsync(await other.GetAsync(RegistrationWire.Authority, Cancel)));
        Assert.Equal("bank-without-authority", await CodeAsync(await PostAsync(other, RegistrationWire.Certificates, TestAuthority.Request())));
    }

    [Fact]
    public async Task The_server_shows_the_same_certificate_after_a_restart()
    {
        var before = await File.ReadAllBytesAsync(Path.Combine(authority.Settings.Folder, "registration-face.cer"), Cancel);

        await held.ServeAsync();

        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(authority.Settings.Folder, "registration-face.cer"), Cancel));
        using var fresh = authority.Client(office.Root, asagiri);
        Assert.Equal(HttpStatusCode.OK, (await fresh.GetAsync(RegistrationWire.Authority, Cancel)).StatusCode);
    }

    private async Task<X509Certificate2> RegisterAsync(BankCode bank)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issued = (await office.RegisterBankAsync(bank, Guid.NewGuid(), TestAuthority.Csr(key), Cancel)).Value;
        using var bare = X509CertificateLoader.LoadCertificate(issued.Certificate);
        return bare.CopyWithPrivateKey(key);
    }

    private static byte[] JsonContentOf<T>(T value) => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(value, WireJson.Options);

    private static Task<HttpResponseMessage> PostAsync<T>(HttpClient client, string path, T body) =>
        client.PostAsJsonAsync(path, body, WireJson.Options, Cancel);

    private static async Task<T> Read<T>(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        return (await answer.Content.ReadFromJsonAsync<T>(WireJson.Options, Cancel))!;
    }

    private static async Task<string> CodeAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<Problem>(WireJson.Options, Cancel))!.Code;
}
