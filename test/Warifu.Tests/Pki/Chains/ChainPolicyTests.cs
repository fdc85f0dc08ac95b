using System.Security.Cryptography.X509Certificates;
using Warifu.Pki.Certificates;
using Warifu.Pki.Chains;

namespace Warifu.Tests.Pki.Chains;

public sealed class ChainPolicyTests : IDisposable
{
    private readonly TestAuthorities authorities = new();
    private readonly TestAuthorities others = new();

    public void Dispose()
    {
        authorities.Dispose();
        others.Dispose();
    }

    [Fact]
    public void A_client_certificate_of_ours_is_accepted()
    {
        var client = authorities.Client();

        Assert.Same(client, ChainPolicy.Accept(client, authorities.Issuing, authorities.Root, Purpose.ClientAuthentication, TestAuthorities.Now).Value);
    }

    [Fact]
    public void A_server_certificate_is_accepted_for_servers_only()
    {
        var server = authorities.Sign(authorities.ServerDraft);

        Assert.Null(ChainPolicy.Accept(server, authorities.Issuing, authorities.Root, Purpose.ServerAuthentication, TestAuthorities.Now).Refusal);
        Assert.Contains("(chain-purpose)", Detail(server), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_root_of_the_same_name_is_refused() =>
        Assert.Contains("(chain-issuing-signature)", Detail(authorities.Client(), root: others.Root), StringComparison.Ordinal);

    [Fact]
    public void Another_issuing_authority_of_the_same_name_is_refused() =>
        Assert.Contains("(chain-leaf-signature)", Detail(authorities.Client(), issuing: others.Issuing), StringComparison.Ordinal);

    [Fact]
    public void A_leaf_that_calls_itself_the_root_is_refused()
    {
        var client = authorities.Client();

        var detail = Detail(client, issuing: client, root: client);

        Assert.Contains("(chain-root-self)", detail, StringComparison.Ordinal);
        Assert.Contains("(chain-authorities)", detail, StringComparison.Ordinal);
        Assert.Contains("(chain-authority-usage)", detail, StringComparison.Ordinal);
        Assert.Contains("(chain-key-identifiers)", detail, StringComparison.Ordinal);
    }

    [Fact]
    public void An_authority_is_no_leaf() =>
        Assert.Contains("(chain-leaf-authority)", Detail(authorities.Issuing, authorities.Root), StringComparison.Ordinal);

    [Fact]
    public void The_last_second_counts_and_the_next_does_not()
    {
        var client = authorities.Client();

        Assert.Null(ChainPolicy.Accept(client, authorities.Issuing, authorities.Root, Purpose.ClientAuthentication, client.NotAfter.AddMilliseconds(999)).Refusal);
        Assert.Contains("(chain-validity)", Detail(client, at: client.NotAfter.AddSeconds(1)), StringComparison.Ordinal);
        Assert.Contains("(chain-validity)", Detail(client, at: client.NotBefore.AddSeconds(-1)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_certificate_is_refused()
    {
        var der = authorities.Client().Der.ToArray();
        // The last octet belongs to the signature.
        der[^1] ^= 1;

        Assert.Contains("(chain-leaf-signature)", Detail(Certificate.Read(der).Value), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Openssl_accepts_the_same_chain_with_its_crl()
    {
        using var judge = Judge.Call("openssl");
        var client = authorities.Client();
        judge.Lay("root.pem", Judge.Pem("CERTIFICATE", authorities.Root.Der.Span));
        judge.Lay("issuing.pem", Judge.Pem("CERTIFICATE", authorities.Issuing.Der.Span));
        judge.Lay("client.pem", Judge.Pem("CERTIFICATE", client.Der.Span));
        judge.Lay("crl.pem", Judge.Pem("X509 CRL", authorities.Crl()));
        judge.Lay("crl-revoked.pem", Judge.Pem("X509 CRL", authorities.Crl(client.Serial)));
        var time = TestAuthorities.Now.AddMinutes(1).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        string[] common = ["verify", "-x509_strict", "-purpose", "sslclient", "-crl_check", "-attime", time, "-CAfile", "root.pem", "-untrusted", "issuing.pem"];

        var (good, goodWords) = await judge.Ask([.. common, "-CRLfile", "crl.pem", "client.pem"]);
        var (bad, badWords) = await judge.Ask([.. common, "-CRLfile", "crl-revoked.pem", "client.pem"]);

        Assert.True(good == 0, goodWords);
        Assert.NotEqual(0, bad);
        Assert.Contains("certificate revoked", badWords, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certtool_accepts_the_same_chain()
    {
        using var judge = Judge.Call("certtool");
        var now = TimeProvider.System.GetUtcNow();
        using var today = new TestAuthorities(now.AddHours(-1));
        var client = today.Sign(today.ClientDraft with { NotBefore = now.AddMinutes(-1), NotAfter = now.AddDays(1) });
        judge.Lay("chain.pem", string.Concat(new[] { client, today.Issuing, today.Root }.Select(it => Judge.Pem("CERTIFICATE", it.Der.Span))));

        var (code, words) = await judge.Ask("--verify-chain", "--infile", "chain.pem");

        Assert.True(code == 0, words);
        Assert.Contains("The certificate is trusted", words, StringComparison.Ordinal);
    }

    [Fact]
    public void The_platform_accepts_the_same_chain()
    {
        using var leaf = X509CertificateLoader.LoadCertificate(authorities.Client().Der.Span);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(authorities.Root.Der.Span));
        chain.ChainPolicy.ExtraStore.Add(X509CertificateLoader.LoadCertificate(authorities.Issuing.Der.Span));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = TestAuthorities.Now.AddMinutes(1).LocalDateTime;

        Assert.True(chain.Build(leaf));
    }

    private string Detail(Certificate leaf, Certificate? issuing = null, Certificate? root = null, DateTimeOffset? at = null) =>
        ChainPolicy.Accept(leaf, issuing ?? authorities.Issuing, root ?? authorities.Root, Purpose.ClientAuthentication, at ?? TestAuthorities.Now)
            .Refusal!.Detail!.En;
}
