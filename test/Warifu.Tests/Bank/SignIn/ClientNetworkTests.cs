using Warifu.Bank.SignIn;

namespace Warifu.Tests.Bank.SignIn;

public sealed class ClientNetworkTests
{
    [Theory]
    [InlineData("192.0.2.77", "192.0.2.0/24")]
    [InlineData("::ffff:192.0.2.77", "192.0.2.0/24")]
    [InlineData("2001:db8:1:2:3::4", "2001:db8:1::/48")]
    [InlineData("::1", "::/48")]
    [InlineData(null, "unknown")]
    [InlineData("x", "unknown")]
    public void An_address_belongs_to_its_network(string? address, string network) => Assert.Equal(network, ClientNetwork.Of(address));
}
