using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Bank.Enrolment.InBrowser;
using Warifu.Bank.Profiles;
using Warifu.Pki.Certificates;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
using Warifu.Tests.Postgres;
using Warifu.Wire;

namespace Warifu.Tests.Bank.Enrolment.InBrowser;

/// <summary>A bank whose customers' browsers make keys, and what a page sends.</summary>
internal static class BrowserBank
{
    public const string User = "minato03";

    public static Task<TestBank> StartAsync(TestCluster cluster, Func<CertificatePolicy, CertificatePolicy>? change = null) =>
        TestBank.StartAsync(cluster, profile => profile with { Certificate = (change ?? (policy => policy))(Policy(profile.Certificate)) });

    public static AcquisitionAsked Asked(ECDsa key, string loginId = User) => new(
        Guid.NewGuid(), loginId, TestBank.Passwords[loginId].Login, TestBank.Acquisition(loginId), SigningRequest.Make(key, Subject.Empty));

    public static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static Task<Outcome<Certificate>> AcquireAsync(this TestBank bank, AcquisitionAsked asked) =>
        bank.Get<BrowserAcquisition>().RunAsync(TestBank.Code, asked, null, TestContext.Current.CancellationToken);

    public static Task<Outcome<Certificate>> RenewAsync(this TestBank bank, byte[]? old, Guid requestKey, string password, ECDsa key) =>
        bank.RenewAsync(old, requestKey, password, SigningRequest.Make(key, Subject.Empty));

    public static Task<Outcome<Certificate>> RenewAsync(this TestBank bank, byte[]? old, Guid requestKey, string password, byte[] csr) =>
        bank.Get<BrowserRenewal>().RunAsync(TestBank.Code, old, requestKey, password, csr, null, TestContext.Current.CancellationToken);

    public static X509Certificate2 With(this Certificate certificate, ECDsa key)
    {
        using var bare = X509CertificateLoader.LoadCertificate(certificate.Der.Span);
        return bare.CopyWithPrivateKey(key);
    }

    /// <summary>States of a user's certificates, the earliest first.</summary>
    public static Task<IReadOnlyList<string>> StatesAsync(this TestBank bank, string loginId = User) => bank.Database.InTenantAsync(
        TestBank.Code, work => work.QueryAsync<string>("""
            select c.state from certificate c join customer_user u using (bank_code, user_id) where u.login_id = @loginId order by c.entered_at, c.serial
            """, new { loginId }), TestContext.Current.CancellationToken);

    /// <summary>Wrong tries counted at a user's enrolment door.</summary>
    public static Task<int> FailuresAsync(this TestBank bank, string loginId = User) => bank.Database.InTenantAsync(
        TestBank.Code, work => work.SingleAsync<int>("""
            select l.failures from lock_counter l join customer_user u using (bank_code, user_id) where u.login_id = @loginId and l.door = 'enrolment'
            """, new { loginId }), TestContext.Current.CancellationToken);

    private static CertificatePolicy Policy(CertificatePolicy asagiri) => asagiri with
    {
        AcquisitionPassword = true,
        AcquisitionInBrowser = true,
        RenewalInBrowser = RenewalInBrowser.PasswordPage,
        Overlap = Overlap.UntilExpiry,
        CommonName = CommonNameStyle.UserId,
    };
}
