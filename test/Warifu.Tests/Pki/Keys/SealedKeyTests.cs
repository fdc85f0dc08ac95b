using System.Security.Cryptography;
using Warifu.Pki.Keys;

namespace Warifu.Tests.Pki.Keys;

public sealed class SealedKeyTests
{
    private const string Passphrase = "割符の合言葉";

    [Fact]
    public void A_sealed_key_opens_with_its_passphrase()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var opened = SealedKey.Open(SealedKey.Seal(key, Passphrase), Passphrase).Value;

        Assert.Equal(key.ExportSubjectPublicKeyInfo(), opened.ExportSubjectPublicKeyInfo());
    }

    [Fact]
    public void Another_passphrase_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Equal(SealedKeyRefusals.WrongPassphrase, SealedKey.Open(SealedKey.Seal(key, Passphrase), "another").Refusal);
    }

    [Fact]
    public void A_file_without_a_sealed_key_is_refused() =>
        Assert.Equal(SealedKeyRefusals.NotAKeyFile, SealedKey.Open("hello"u8, Passphrase).Refusal);

    [Fact]
    public void An_empty_passphrase_seals_nothing()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Throws<ArgumentException>(() => SealedKey.Seal(key, ""));
    }

    [Theory]
    [InlineData("hmacWithSHA256")]
    [InlineData("hmacWithSHA512")]
    public async Task A_key_that_openssl_sealed_opens_with_its_passphrase_and_no_other(string hash)
    {
        using var judge = Judge.Call("openssl");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        judge.Lay("old.pem", SealedKey.Seal(key, "passphrase"));
        var (code, words) = await judge.Ask(
            "pkcs8", "-in", "old.pem", "-passin", "pass:passphrase", "-topk8", "-v2", "aes-256-cbc", "-v2prf", hash, "-iter", "300000",
            "-passout", "pass:another", "-out", "new.pem");
        Assert.True(code == 0, words);
        var content = await File.ReadAllBytesAsync(Path.Combine(judge.Folder, "new.pem"), TestContext.Current.CancellationToken);

        using var opened = SealedKey.Open(content, "another").Value;

        Assert.Equal(key.ExportSubjectPublicKeyInfo(), opened.ExportSubjectPublicKeyInfo());
        Assert.Equal(SealedKeyRefusals.WrongPassphrase, SealedKey.Open(content, "passphrase").Refusal);
    }

    [Fact]
    public async Task Openssl_sees_the_strong_parameters_and_opens_the_key()
    {
        using var judge = Judge.Call("openssl");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        judge.Lay("key.pem", SealedKey.Seal(key, "passphrase"));

        var (_, structure) = await judge.Ask("asn1parse", "-in", "key.pem");
        var (code, words) = await judge.Ask("pkey", "-in", "key.pem", "-passin", "pass:passphrase", "-noout", "-text_pub");

        Assert.Contains("aes-256-cbc", structure, StringComparison.Ordinal);
        Assert.Contains("hmacWithSHA256", structure, StringComparison.Ordinal);
        // 0x0493E0 = 300,000 rounds
        Assert.Contains("INTEGER           :0493E0", structure, StringComparison.Ordinal);
        Assert.Equal(0, code);
        Assert.Contains("P-384", words, StringComparison.Ordinal);
    }
}
