using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FsCheck;
using FsCheck.Fluent;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;

namespace Warifu.Tests.Pki.Requests;

public sealed class SigningRequestTests
{
    private static readonly byte[] Sound = Make();

    [Fact]
    public void A_request_we_made_is_read_with_its_key()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new Subject(null, null, "logid031");

        var request = SigningRequest.Read(SigningRequest.Make(key, subject)).Value;

        Assert.Equal(key.ExportSubjectPublicKeyInfo(), request.Key.Info.ToArray());
        Assert.Equal(subject.Encode(), request.SubjectDer.ToArray());
    }

    [Theory]
    [InlineData("SHA256")]
    [InlineData("SHA384")]
    [InlineData("SHA512")]
    public void An_rsa_request_is_read(string hash)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=rsa", key, new HashAlgorithmName(hash), RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));

        Assert.Null(SigningRequest.Read(request.CreateSigningRequest()).Refusal);
    }

    [Fact]
    public void Sha1_is_not_taken()
    {
        using var key = RSA.Create(2048);
        var signer = new Sha1Signer(key);
        var request = new CertificateRequest(new X500DistinguishedName("CN=old"), new PublicKey(key), HashAlgorithmName.SHA1);

        Assert.Contains("(request-algorithm)", Detail(request.CreateSigningRequest(signer)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_by_another_key_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var thief = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName("CN=stolen"), new PublicKey(key), HashAlgorithmName.SHA256);

        var der = request.CreateSigningRequest(X509SignatureGenerator.CreateForECDsa(thief));

        Assert.Contains("(request-possession)", Detail(der), StringComparison.Ordinal);
    }

    [Fact]
    public void An_algorithm_of_the_other_kind_of_key_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = RSA.Create(2048);
        var request = new CertificateRequest(new X500DistinguishedName("CN=mixed"), new PublicKey(key), HashAlgorithmName.SHA256);

        var der = request.CreateSigningRequest(X509SignatureGenerator.CreateForRSA(other, RSASignaturePadding.Pkcs1));

        Assert.Contains("(request-algorithm)", Detail(der), StringComparison.Ordinal);
    }

    [Fact]
    public void A_weak_key_is_named_in_the_detail()
    {
        using var key = RSA.Create(1024);
        var der = new CertificateRequest("CN=weak", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequest();

        Assert.Contains("(key-rsa-size)", Detail(der), StringComparison.Ordinal);
    }

    [Fact]
    public void An_extension_or_an_attribute_that_stands_twice_is_refused()
    {
        Assert.Contains("(request-extension-twice)", Detail(HostileRequests.WithExtensionTwice()), StringComparison.Ordinal);
        Assert.Contains("(request-attribute-twice)", Detail(HostileRequests.WithAttributeTwice()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_says_whether_it_asks_for_further_names()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=taro", key, HashAlgorithmName.SHA256);
        Assert.False(SigningRequest.Read(request.CreateSigningRequest()).Value.AsksForNames);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("www.asagiri.test");
        request.CertificateExtensions.Add(names.Build());
        Assert.True(SigningRequest.Read(request.CreateSigningRequest()).Value.AsksForNames);
    }

    [Fact]
    public void More_than_sixteen_kibibytes_are_not_looked_at() =>
        Assert.Equal(SigningRequestRefusals.TooLarge, SigningRequest.Read(new byte[SigningRequest.MaximumLength + 1]).Refusal);

    [Fact]
    public void One_octet_more_or_less_is_refused()
    {
        Assert.Equal(SigningRequestRefusals.Malformed, SigningRequest.Read((byte[])[.. Sound, 0]).Refusal);
        Assert.Equal(SigningRequestRefusals.Malformed, SigningRequest.Read(Sound.AsMemory()[..^1]).Refusal);
    }

    [Fact]
    public void Two_requests_in_a_row_are_refused() =>
        Assert.Equal(SigningRequestRefusals.Malformed, SigningRequest.Read((byte[])[.. Sound, .. Sound]).Refusal);

    [Fact]
    public void Nesting_without_end_is_refused() =>
        Assert.Equal(SigningRequestRefusals.Malformed, SigningRequest.Read(Nested(4000)).Refusal);

    [Fact]
    public void Random_octets_never_pass_and_never_throw() =>
        Prop.ForAll<byte[]>(octets => SigningRequest.Read(octets ?? []).Refusal is not null).QuickCheckThrowOnFailure();

    [Fact]
    public void One_changed_octet_anywhere_never_passes_and_never_throws()
    {
        foreach (var place in Enumerable.Range(0, Sound.Length))
        {
            foreach (var bit in new byte[] { 0x01, 0x80, 0xff })
            {
                var changed = Sound.ToArray();
                changed[place] ^= bit;
                Assert.True(SigningRequest.Read(changed).Refusal is not null, $"Octet {place} xor {bit} passed.");
            }
        }
    }

    [Fact]
    public void Cut_doubled_and_shuffled_requests_never_pass_and_never_throw()
    {
        var cuts = ArbMap.Default.GeneratorFor<int>().Three().ToArbitrary();
        Prop.ForAll(cuts, cut =>
        {
            var (from, length, to) = (Place(cut.Item1), Place(cut.Item2), Place(cut.Item3));
            var piece = Sound.AsSpan(from, Math.Min(length, Sound.Length - from)).ToArray();
            byte[] changed = [.. Sound[..to], .. piece, .. Sound[Math.Min(Sound.Length, to + (length % 7))..]];
            return changed.AsSpan().SequenceEqual(Sound) || SigningRequest.Read(changed).Refusal is not null;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Openssl_accepts_a_request_we_made()
    {
        using var judge = Judge.Call("openssl");
        judge.Lay("request.der", Sound);

        var (code, words) = await judge.Ask("req", "-in", "request.der", "-inform", "DER", "-verify", "-noout");

        Assert.Equal(0, code);
        Assert.Contains("verify OK", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EC", "ec_paramgen_curve:P-256")]
    [InlineData("RSA", "rsa_keygen_bits:3072")]
    public async Task A_request_by_openssl_is_read(string kind, string option)
    {
        using var judge = Judge.Call("openssl");
        await judge.Ask("genpkey", "-algorithm", kind, "-pkeyopt", option, "-out", "key.pem");
        await judge.Ask("req", "-new", "-key", "key.pem", "-subj", "/O=商会/CN=taro", "-utf8", "-outform", "DER", "-out", "request.der");

        Assert.Null(SigningRequest.Read(await File.ReadAllBytesAsync(Path.Combine(judge.Folder, "request.der"), TestContext.Current.CancellationToken)).Refusal);
    }

    private static byte[] Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return SigningRequest.Make(key, new Subject("商会", null, "taro"));
    }

    private static int Place(int any) => (int)(Math.Abs((long)any) % Sound.Length);

    private static byte[] Nested(int depth)
    {
        byte[] value = [];
        for (var level = 0; level < depth && value.Length < 16000; level++)
        {
            byte[] head = value.Length switch
            {
                < 128 => [0x30, (byte)value.Length],
                < 256 => [0x30, 0x81, (byte)value.Length],
                _ => [0x30, 0x82, (byte)(value.Length >> 8), (byte)(value.Length & 0xff)],
            };
            value = [.. head, .. value];
        }

        return value;
    }

    private static string Detail(byte[] der) => SigningRequest.Read(der).Refusal!.Detail!.En;

    private sealed class Sha1Signer(RSA key) : X509SignatureGenerator
    {
        // AlgorithmIdentifier of sha1WithRSAEncryption, 1.2.840.113549.1.1.5, with NULL
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
            Convert.FromHexString("300d06092a864886f70d0101050500");

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
            key.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);

        protected override PublicKey BuildPublicKey() => new(key);
    }
}
