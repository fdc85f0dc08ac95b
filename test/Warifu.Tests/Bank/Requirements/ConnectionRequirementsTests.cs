using System.Net.Security;
using System.Security.Authentication;
using Warifu.Bank.Requirements;

namespace Warifu.Tests.Bank.Requirements;

public sealed class ConnectionRequirementsTests
{
    [Theory]
    [InlineData(SslProtocols.Tls13, "TLS 1.3", nameof(Standing.Good))]
    [InlineData(SslProtocols.Tls12, "TLS 1.2", nameof(Standing.Good))]
#pragma warning disable CS0618, SYSLIB0039, CA5397 // An old protocol is what is judged here.
    [InlineData(SslProtocols.Tls11, "Tls11", nameof(Standing.Wanting))]
#pragma warning restore CS0618, SYSLIB0039, CA5397
    public void Tls_is_good_from_one_point_two_on(SslProtocols protocol, string measured, string standing)
    {
        var found = ConnectionRequirements.Tls(protocol);
        Assert.Equal((measured, standing), (found.Measured, $"{found.Standing}"));
    }

    [Theory]
    [InlineData(TlsCipherSuite.TLS_AES_256_GCM_SHA384, nameof(Standing.Good))]
    [InlineData(TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, nameof(Standing.Good))]
    [InlineData(TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, nameof(Standing.Wanting))]
    public void A_cipher_is_good_when_it_is_authenticated(TlsCipherSuite suite, string standing) =>
        Assert.Equal(standing, $"{ConnectionRequirements.Cipher(suite).Standing}");

    [Theory]
    [InlineData("HTTP/2", nameof(Standing.Good))]
    [InlineData("HTTP/1.1", nameof(Standing.Wanting))]
    public void The_old_http_works_and_is_named(string protocol, string standing) =>
        Assert.Equal(standing, $"{ConnectionRequirements.Http(protocol).Standing}");
}
