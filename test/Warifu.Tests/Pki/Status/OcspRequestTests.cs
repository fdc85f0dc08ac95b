using System.Formats.Asn1;
using FsCheck;
using FsCheck.Fluent;
using Warifu.Pki.Certificates;
using Warifu.Pki.Der;
using Warifu.Pki.Status;

namespace Warifu.Tests.Pki.Status;

public sealed class OcspRequestTests : IDisposable
{
    private static readonly Asn1Tag Field0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Field2 = new(TagClass.ContextSpecific, 2, isConstructed: true);

    private readonly TestAuthorities authorities = new();

    public void Dispose() => authorities.Dispose();

    [Fact]
    public void A_request_names_issuer_serial_number_and_nonce()
    {
        var request = OcspRequest.Read(Write(1, Extensions.OcspNonce(new byte[] { 7, 8, 9 })))!;

        Assert.True(request.Certificates[0].IsUnder(authorities.Issuer));
        Assert.False(request.Certificates[0].IsUnder(authorities.RootIssuer));
        Assert.True(request.Certificates[0].IsUsual);
        Assert.Equal(TestAuthorities.ClientSerial, request.Certificates[0].Serial);
        Assert.Equal([7, 8, 9], request.Nonce!.Value.ToArray());
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_nonce_has_1_to_128_octets(int length, bool taken) =>
        Assert.Equal(taken, OcspRequest.Read(Write(1, Extensions.OcspNonce(new byte[length]))) is not null);

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void One_to_eight_certificates_are_asked_for(int count, bool taken) =>
        Assert.Equal(taken, OcspRequest.Read(Write(count)) is not null);

    [Fact]
    public void A_critical_extension_nobody_knows_makes_it_malformed()
    {
        Assert.Null(OcspRequest.Read(Write(1, new Extension("1.2.3.4", Critical: true, new byte[] { 5, 0 }))));
        Assert.NotNull(OcspRequest.Read(Write(1, new Extension("1.2.3.4", Critical: false, new byte[] { 5, 0 }))));
    }

    [Fact]
    public void An_extension_twice_makes_it_malformed()
    {
        var nonce = Extensions.OcspNonce(new byte[] { 1 });

        Assert.Null(OcspRequest.Read(Write(1, nonce, nonce)));
    }

    [Fact]
    public void The_default_version_spelled_out_is_not_der()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Field0))
                writer.WriteInteger(0);
            using (writer.PushSequence())
            using (writer.PushSequence())
                writer.WriteEncodedValue(CertificateId.Of(authorities.Issuer, TestAuthorities.ClientSerial).Der.Span);
        }

        Assert.Null(OcspRequest.Read(writer.Encode()));
    }

    [Fact]
    public void A_serial_number_we_would_not_draw_is_read_and_is_none_of_ours()
    {
        Assert.Null(OcspRequest.Read(WithSerial([1]))!.Certificates[0].Serial);
        Assert.Null(OcspRequest.Read(WithSerial([0, 0x91, 2, 3, 4, 5, 6, 7, 8]))!.Certificates[0].Serial);
        Assert.Null(OcspRequest.Read(WithSerial([0xf1, 2, 3, 4, 5, 6, 7, 8]))!.Certificates[0].Serial);
        Assert.Null(OcspRequest.Read(WithSerial([.. Enumerable.Repeat((byte)1, 33)])));
    }

    [Fact]
    public void More_than_4096_octets_are_not_looked_at() => Assert.Null(OcspRequest.Read(new byte[OcspRequest.Longest + 1]));

    [Fact]
    public void Whatever_octets_come_nothing_is_thrown() =>
        Prop.ForAll<byte[]>(octets => OcspRequest.Read(octets ?? []) is null).QuickCheckThrowOnFailure();

    [Fact]
    public void Cut_anywhere_it_is_malformed()
    {
        var whole = Write(1, Extensions.OcspNonce(new byte[] { 7, 8, 9 }));

        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.Null(OcspRequest.Read(whole.AsMemory(0, length))));
    }

    [Fact]
    public void With_any_octet_changed_nothing_is_thrown_and_what_is_read_holds_its_bounds()
    {
        var whole = Write(2, Extensions.OcspNonce(new byte[] { 7, 8, 9 }));
        var changes = (from at in Gen.Choose(0, whole.Length - 1) from octet in Gen.Choose(0, 255) select (At: at, Octet: (byte)octet)).ToArbitrary();

        Prop.ForAll(changes, change =>
        {
            var changed = whole.ToArray();
            changed[change.At] = change.Octet;
            return OcspRequest.Read(changed) is not { } request
                || (request.Certificates.Count is >= 1 and <= OcspRequest.MostCertificates && request.Nonce is not { Length: 0 or > 128 });
        }).QuickCheckThrowOnFailure();
    }

    private byte[] WithSerial(byte[] serial)
    {
        var name = CertificateId.Of(authorities.Issuer, TestAuthorities.ClientSerial);
        return Write(writer =>
        {
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                    writer.WriteObjectIdentifier(Oids.Sha1);
                writer.WriteOctetString(name.NameHash.Span);
                writer.WriteOctetString(name.KeyHash.Span);
                writer.WriteInteger(serial);
            }
        }, 1, []);
    }

    private byte[] Write(int count, params Extension[] extensions) => Write(
        writer => writer.WriteEncodedValue(CertificateId.Of(authorities.Issuer, TestAuthorities.ClientSerial).Der.Span), count, extensions);

    internal static byte[] Write(Action<AsnWriter> id, int count, Extension[] extensions)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                for (var at = 0; at < count; at++)
                {
                    using (writer.PushSequence())
                        id(writer);
                }
            }

            if (extensions.Length > 0)
            {
                using (writer.PushSequence(Field2))
                using (writer.PushSequence())
                {
                    foreach (var extension in extensions)
                        extension.Write(writer);
                }
            }
        }

        return writer.Encode();
    }
}
