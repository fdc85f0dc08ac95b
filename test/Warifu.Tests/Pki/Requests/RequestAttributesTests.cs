using Warifu.Pki.Requests;

namespace Warifu.Tests.Pki.Requests;

public sealed class RequestAttributesTests
{
    [Fact]
    public async Task Openssl_reads_a_key_on_P_256_and_a_signature_with_SHA_256()
    {
        using var judge = Judge.Call("openssl");
        judge.Lay("attributes.der", RequestAttributes.Encode());

        var (code, words) = await judge.Ask("asn1parse", "-inform", "DER", "-in", "attributes.der");

        Assert.Equal(0, code);
        Assert.Equal(["id-ecPublicKey", "prime256v1", "ecdsa-with-SHA256"],
            words.Split('\n').Where(line => line.Contains("OBJECT", StringComparison.Ordinal)).Select(line => line.Split(':')[^1].Trim()));
    }

    [Fact]
    public void The_octets_are_those_written_by_hand() => Assert.Equal(
        "3021" + "3015" + "06072a8648ce3d0201" + "310a" + "06082a8648ce3d030107"
        + "06082a8648ce3d040302", Convert.ToHexStringLower(RequestAttributes.Encode()));
}
