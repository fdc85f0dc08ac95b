using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
using Warifu.Tests.Pki.Certificates;
using Certificate = Warifu.Pki.Certificates.Certificate;

namespace Warifu.Tests.Bank.Enrolment.Est;

/// <summary>A device: it speaks EST to the bank's face for programs, over real TLS, with a certificate or without.</summary>
internal sealed class EstClient(TestBank bank, X509Certificate2? certificate = null) : IDisposable
{
    private readonly HttpClient client = bank.Program(certificate);

    public static byte[] Csr(ECDsa? key = null, Subject? subject = null)
    {
        using var own = key is null ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        return SigningRequest.Make(key ?? own!, subject ?? Subject.Empty);
    }

    public Task<EstAnswer> GetAsync(string verb) => SendAsync(new(HttpMethod.Get, bank.Api($"/.well-known/est/{verb}")));

    public Task<EstAnswer> EnrolAsync(byte[] csr, string loginId, string secret) => PostAsync("simpleenroll", Body(csr), loginId, secret);

    public Task<EstAnswer> RenewAsync(byte[] csr) => PostAsync("simplereenroll", Body(csr));

    public Task<EstAnswer> PostAsync(string verb, HttpContent body, string? loginId = null, string? secret = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, bank.Api($"/.well-known/est/{verb}")) { Content = body };
        if (loginId is not null)
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{loginId}:{secret}")));
        return SendAsync(request);
    }

    public static HttpContent Body(byte[] der) => Body(Convert.ToBase64String(der, Base64FormattingOptions.InsertLineBreaks));

    public static HttpContent Body(string text) => new StringContent(text, Encoding.Latin1, new MediaTypeHeaderValue("application/pkcs10"));

    public async Task<EstAnswer> SendAsync(HttpRequestMessage request)
    {
        request.Version = HttpVersion.Version20;
        request.Headers.AcceptLanguage.ParseAdd("en");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return new EstAnswer(
            answer.StatusCode, $"{answer.Content.Headers.ContentType}", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            $"{answer.Headers.WwwAuthenticate}", answer.Headers.RetryAfter?.Delta);
    }

    public void Dispose() => client.Dispose();
}

internal sealed record EstAnswer(HttpStatusCode Status, string MediaType, string Text, string Challenge, TimeSpan? RetryAfter)
{
    /// <summary>The last line of a text.</summary>
    public string Code => MediaType.StartsWith("text/plain", StringComparison.Ordinal) ? Text.TrimEnd().Split('\n')[^1].Trim() : "";

    public IReadOnlyList<Certificate> Certificates
    {
        get
        {
            Assert.Equal((HttpStatusCode.OK, "application/pkcs7-mime"), (Status, MediaType.Split(';')[0]));
            return [.. Bundles.Read(Convert.FromBase64String(Text)).Select(one => Certificate.Read(one.RawData).Value)];
        }
    }

    public Certificate Certificate => Assert.Single(Certificates);
}
