using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Tests.Bank.Enrolment.Programs;

/// <summary>The program on a PC as the bank sees it: it speaks the enrolment wire over real TLS, with a certificate or without.</summary>
internal sealed class ProgramOnPc(TestBank bank, X509Certificate2? certificate = null) : IDisposable
{
    private readonly HttpClient client = bank.Program(certificate);

    public ECDsa NewKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public Guid RequestKey { get; } = Guid.NewGuid();

    public byte[] Csr => csr ??= SigningRequest.Make(NewKey, Subject.Empty);

    private byte[]? csr;

    /// <summary>The latest mailed one-time password.</summary>
    public static async Task<string> MailedAsync(TestBank bank) =>
        Regex.Match((await bank.LettersAsync())[^1].Text, "[0-9]{4} [0-9]{4}").Value;

    public Task<WireAnswer<EnrolmentAuthentication>> AuthenticateAsync(string loginId, string password, bool byMail = false) =>
        SendAsync<EnrolmentAuthentication>(HttpMethod.Post, bank.Www(EnrolmentWire.Authentications), new EnrolmentAuthenticationRequest(RequestKey, loginId, password, byMail));

    public Task<WireAnswer<EnrolledCertificate>> IssueAsync(string loginId, string password, string? oneTime = null) =>
        SendAsync<EnrolledCertificate>(HttpMethod.Post, bank.Www(EnrolmentWire.Certificates), new EnrolmentRequest(RequestKey, loginId, password, oneTime, Csr));

    public Task<WireAnswer<EnrolmentAuthentication>> AuthenticateRenewalAsync(string password, bool byMail = false) =>
        SendAsync<EnrolmentAuthentication>(HttpMethod.Post, bank.Cert(EnrolmentWire.RenewalAuthentications), new RenewalAuthenticationRequest(RequestKey, password, byMail));

    /// <param name="password">Null: without a person.</param>
    public Task<WireAnswer<EnrolledCertificate>> RenewAsync(string? password, string? oneTime = null) =>
        SendAsync<EnrolledCertificate>(HttpMethod.Post, bank.Cert(EnrolmentWire.Renewals), new RenewalRequest(RequestKey, password, oneTime, Csr));

    public Task<WireAnswer<RenewalStanding>> AllowAsync(string password, string? oneTime = null) =>
        SendAsync<RenewalStanding>(HttpMethod.Post, bank.Cert(EnrolmentWire.UnattendedRenewals), new UnattendedRenewalConsent(RequestKey, password, oneTime));

    public Task<WireAnswer<RenewalStanding>> WithdrawAsync() => SendAsync<RenewalStanding>(HttpMethod.Delete, bank.Cert(EnrolmentWire.UnattendedRenewals));

    public Task<WireAnswer<RenewalStanding>> StandingAsync() => SendAsync<RenewalStanding>(HttpMethod.Get, bank.Cert(EnrolmentWire.Renewals));

    public Task<WireAnswer<ReplacementStanding>> ReplaceAsync(string loginId, string password, string? oneTime = null, string pc = "経理の新しいPC") =>
        SendAsync<ReplacementStanding>(HttpMethod.Post, bank.Www(ReplacementWire.Replacements), new ReplacementRequest(RequestKey, loginId, password, oneTime, pc));

    public Task<WireAnswer<ReplacementStanding>> ReplacementAsync() =>
        SendAsync<ReplacementStanding>(HttpMethod.Post, bank.Www(ReplacementWire.Standings), new ReplacementStandingRequest(RequestKey));

    public Task<WireAnswer<T>> GetAsync<T>(string address) => SendAsync<T>(HttpMethod.Get, address);

    /// <summary>What the bank gave, with the new key.</summary>
    public X509Certificate2 Held(EnrolledCertificate enrolled)
    {
        using var bare = X509CertificateLoader.LoadCertificate(enrolled.Certificate);
        return bare.CopyWithPrivateKey(NewKey);
    }

    public async Task<WireAnswer<T>> SendAsync<T>(HttpMethod method, string address, object? body = null)
    {
        using var request = new HttpRequestMessage(method, address) { Version = HttpVersion.Version20 };
        request.Headers.AcceptLanguage.ParseAdd("en");
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: WireJson.Options);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.IsSuccessStatusCode
            ? new(await answer.Content.ReadFromJsonAsync<T>(WireJson.Options, TestContext.Current.CancellationToken), null)
            : new(default, await answer.Content.ReadFromJsonAsync<Problem>(WireJson.Options, TestContext.Current.CancellationToken));
    }

    public void Dispose()
    {
        client.Dispose();
        NewKey.Dispose();
    }
}

internal sealed record WireAnswer<T>(T? Content, Problem? Problem)
{
    public string? Code => Problem?.Code;

    public T Value
    {
        get
        {
            Assert.Null(Problem);
            return Content!;
        }
    }
}
