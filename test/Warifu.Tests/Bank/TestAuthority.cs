using System.Net;
using System.Net.Http.Json;
using Warifu.Pki.Certificates;
using Warifu.Pki.Names;
using Warifu.Pki.Profiles;
using Warifu.Pki.Requests;
using Warifu.Tests.Pki;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Bank;

/// <summary>The other side of the registration wire, by the real certificate code: the same request key answers the same certificate.</summary>
internal sealed class TestAuthority : HttpMessageHandler
{
    private readonly Dictionary<Guid, Certificate> issued = [];
    private readonly Dictionary<string, string> organisations = [];

    public Func<DateTimeOffset> Clock { get; set; } = () => TestAuthorities.Now;

    /// <summary>Done before a certificate is made.</summary>
    public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

    /// <summary>What became of old certificates, by their serials, as the bank asked.</summary>
    public Dictionary<string, RenewalOverlap> Renewed { get; } = [];

    public TestAuthorities Authorities { get; } = new();

    /// <summary>When set, what is thrown in place of an answer, after the work is done.</summary>
    public Exception? Lost { get; set; }

    /// <summary>When set, the answer to everything.</summary>
    public Refusal? Refusing { get; set; }

    /// <summary>When set, who answers in our place.</summary>
    public TestAuthority? Instead { get; set; }

    public IReadOnlyCollection<Certificate> Issued => issued.Values;

    public Dictionary<string, RevocationReason> Revoked { get; } = [];

    public int Asked { get; private set; }

    /// <summary>What the bank hears of certificates.</summary>
    public ChangeFeed Changes { get; } = new();

    /// <summary>The CRL; null while it cannot be fetched.</summary>
    public byte[]? List { get; set; }

    public Certificate Issue(ReadOnlyMemory<byte> csr, string commonName, string organisation, DateTimeOffset now, int days)
    {
        var made = Authorities.Sign(new CertificateDraft(
            KnownProfiles.Client, new Subject($"(9972){organisation}", "(9972)Asagiri CA - G1", commonName),
            SigningRequest.Read(csr).Value.Key, SerialNumbers.New(), now, CertificateDraft.EndOf(now, days, Authorities.Issuer.NotAfter)));
        organisations[made.Serial.Hex] = organisation;
        return made;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.AbsolutePath == RegistrationWire.Changes)
            return Changes.Open(request);
        if (request.RequestUri.AbsolutePath.EndsWith(".crl", StringComparison.Ordinal))
            return List is null ? new(HttpStatusCode.ServiceUnavailable) : new(HttpStatusCode.OK) { Content = new ByteArrayContent(List) };
        Asked++;
        if (Refusing is { } refusal)
            return Answer(refusal.Status, new Problem("", refusal.What.En, refusal.Status, refusal.Code, refusal.WayOut.En));
        var path = request.RequestUri.AbsolutePath;
        if (!path.EndsWith("/revocation", StringComparison.Ordinal))
            await Meanwhile();
        object answer = path.EndsWith("/renewal", StringComparison.Ordinal)
            ? Renew(path.Split('/')[^2], (await request.Content!.ReadFromJsonAsync<RenewRequest>(WireJson.Options, cancellationToken))!)
            : path == RegistrationWire.Certificates
            ? (Instead ?? this).Issue((await request.Content!.ReadFromJsonAsync<IssueRequest>(WireJson.Options, cancellationToken))!)
            : Revoke(path, (await request.Content!.ReadFromJsonAsync<RevokeRequest>(WireJson.Options, cancellationToken))!);
        return Lost is { } lost ? throw lost : Answer(200, answer);
    }

    protected override void Dispose(bool disposing)
    {
        Authorities.Dispose();
        base.Dispose(disposing);
    }

    private IssuedCertificate Renew(string old, RenewRequest request)
    {
        Renewed[old] = request.Overlap;
        return Issue(new IssueRequest(request.RequestKey, request.Csr, request.CommonName, organisations[old], request.ValidityDays));
    }

    private IssuedCertificate Issue(IssueRequest request)
    {
        if (!issued.TryGetValue(request.RequestKey, out var certificate))
            issued[request.RequestKey] = certificate = Issue(request.Csr, request.CommonName, request.Organisation, Clock(), request.ValidityDays);
        return new(certificate.Serial, certificate.Der.ToArray(), [Authorities.Issuing.Der.ToArray(), Authorities.Root.Der.ToArray()]);
    }

    private CertificateEntry Revoke(string path, RevokeRequest request)
    {
        var serial = path.Split('/')[^2];
        Revoked.TryAdd(serial, request.Reason);
        return new(new(serial), TestAuthorities.Now, TestAuthorities.Now, TestAuthorities.Now, Revoked[serial]);
    }

    private static HttpResponseMessage Answer<T>(int status, T content) =>
        new((HttpStatusCode)status) { Content = JsonContent.Create(content, content!.GetType(), options: WireJson.Options) };
}
