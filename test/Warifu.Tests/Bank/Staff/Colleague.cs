using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Bank.Staff;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;

namespace Warifu.Tests.Bank.Staff;

/// <summary>A member of staff with his certificate and his browser.</summary>
internal sealed class Colleague(TestBank bank, string staffId, X509Certificate2 certificate) : IDisposable
{
    public string StaffId => staffId;

    public TestBrowser Browser { get; } = bank.Browser(certificate);

    public X509Certificate2 Certificate => certificate;

    /// <summary>Admitted, and signed in at the staff face.</summary>
    public static async Task<Colleague> OfAsync(TestBank bank, string staffId, bool asks = true, bool approves = true)
    {
        var colleague = new Colleague(bank, staffId, await AdmitAsync(bank, new NewStaff(staffId, $"職員 {staffId}", asks, approves)));
        await colleague.Browser.OpenAsync(bank.Staff("/sign-in"));
        await colleague.Browser.SubmitAsync("form.card");
        Assert.Equal("/", colleague.Browser.Address!.AbsolutePath);
        return colleague;
    }

    public static async Task<X509Certificate2> AdmitAsync(TestBank bank, NewStaff staff)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var made = bank.Authority.Issue(SigningRequest.Make(key, Subject.Empty), $"staff {staff.StaffId}", "ASAGIRI", bank.Time.GetUtcNow(), 365);
        var authorities = bank.Authority.Authorities;
        var admitted = await bank.Operations.AdmitStaffAsync(new(TestBank.Code), staff, made.Der, authorities.Issuing.Der, authorities.Root.Der, TestContext.Current.CancellationToken);
        Assert.Null(admitted.Refusal);
        using var bare = X509CertificateLoader.LoadCertificate(made.Der.Span);
        return bare.CopyWithPrivateKey(key);
    }

    public Task OpenAsync(string path) => Browser.OpenAsync(bank.Staff(path));

    /// <summary>Asks for an act by its page.</summary>
    /// <returns>The path of the new request.</returns>
    public async Task<string> AskAsync(string act, string target, params (string, string)[] typed)
    {
        await OpenAsync($"/requests/new?act={act}{target}");
        await Browser.SubmitAsync("form.card", [("Paper", "届-2026-0815"), .. typed]);
        return Browser.Address!.AbsolutePath;
    }

    /// <summary>Presses a button of a request's page.</summary>
    public async Task DecideAsync(string request, string handler, params (string, string)[] typed)
    {
        await OpenAsync(request);
        await Browser.SubmitToAsync("main form", $"?handler={handler}", typed);
    }

    public void Dispose()
    {
        Browser.Dispose();
        certificate.Dispose();
    }
}
