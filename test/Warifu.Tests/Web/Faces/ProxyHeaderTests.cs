using System.Buffers;
using System.Net;
using Warifu.Web.Faces;

namespace Warifu.Tests.Web.Faces;

public sealed class ProxyHeaderTests
{
    private const string Signature = "0D0A0D0A000D0A515549540A";

    /// <summary>203.0.113.7:51000 to 192.0.2.1:443.</summary>
    internal static readonly byte[] OverIPv4 = Convert.FromHexString(Signature + "2111000C" + "CB007107" + "C0000201" + "C738" + "01BB");

    private static ProxyHeader Read(byte[] octets) => ProxyHeader.Read(new ReadOnlySequence<byte>(octets));

    [Fact]
    public void The_client_is_the_source_and_what_follows_is_the_connections_own()
    {
        var header = Read([.. OverIPv4, 0x16, 0x03]);
        Assert.Equal((ProxyHeaderState.Whole, new IPEndPoint(IPAddress.Parse("203.0.113.7"), 51000)), (header.State, header.Source));
        Assert.Equal([0x16, 0x03], new ReadOnlySequence<byte>([.. OverIPv4, 0x16, 0x03]).Slice(OverIPv4.Length).ToArray());
        Assert.Equal(OverIPv4.Length, header.End.GetInteger());
    }

    [Fact]
    public void IPv6_is_read_and_what_a_balancer_adds_is_skipped()
    {
        var octets = Convert.FromHexString(Signature + "21210027" + "20010DB8000000000000000000000007" + "20010DB8000000000000000000000001" + "C73801BB" + "040000");
        var header = Read(octets);
        Assert.Equal((ProxyHeaderState.Whole, IPAddress.Parse("2001:db8::7"), octets.Length), (header.State, header.Source?.Address, header.End.GetInteger()));
    }

    [Fact]
    public void A_health_check_has_no_client() =>
        Assert.Equal((ProxyHeaderState.Whole, null), (Read(Convert.FromHexString(Signature + "20000000")).State, Read(Convert.FromHexString(Signature + "20000000")).Source));

    [Fact]
    public void Every_part_of_a_header_waits_for_the_rest()
    {
        for (var length = 0; length < OverIPv4.Length; length++)
            Assert.Equal(ProxyHeaderState.Incomplete, Read(OverIPv4[..length]).State);
    }

    [Theory]
    [InlineData("1603010200010001FC0303")]
    [InlineData("50524F58592054435034203230332E302E3131332E37")]
    [InlineData(Signature + "1111000CCB007107C0000201C73801BB")]
    [InlineData(Signature + "2211000CCB007107C0000201C73801BB")]
    [InlineData(Signature + "2112000CCB007107C0000201C73801BB")]
    [InlineData(Signature + "21000000")]
    [InlineData(Signature + "2111000BCB007107C0000201C73801BB")]
    [InlineData(Signature + "2111FFFFCB007107C0000201C73801BB")]
    public void Tls_version_one_other_versions_and_commands_udp_no_address_and_wrong_lengths_are_malformed(string hex) =>
        Assert.Equal(ProxyHeaderState.Malformed, Read(Convert.FromHexString(hex)).State);
}
