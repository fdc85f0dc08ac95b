using System.Security.Cryptography;
using Warifu.Pki.Keys;
using Warifu.Tokens;
using Warifu.Wire;

namespace Warifu.Tests.Tokens;

public sealed class TokenKeyTests
{
    private static readonly byte[] Id = RandomNumberGenerator.GetBytes(16);
    private static readonly byte[] Text = "{}"u8.ToArray();

    private readonly ManualTime time = new(DateTimeOffset.UnixEpoch.AddYears(50));

    [Theory]
    [InlineData(KeyKind.P256)]
    [InlineData(KeyKind.P384)]
    public async Task A_key_made_in_the_token_signs_there(KeyKind kind)
    {
        using var soft = await SoftToken.MakeAsync();
        var made = TokenOf(soft).Generate("root", Id, kind);
        using var key = new IssuerKey(TokenKey.Open(TokenOf(soft), Id, made, time));

        Assert.Equal(kind, made.Kind);
        Assert.True(SignedText.Verifies(Text, SignedText.Sign(Text, key), made));
    }

    [Fact]
    public async Task Another_program_sees_a_key_that_never_leaves_the_token()
    {
        using var judge = Warifu.Tests.Pki.Judge.Call("pkcs11-tool");
        using var soft = await SoftToken.MakeAsync();
        var made = TokenOf(soft).Generate("root", Id, KeyKind.P256);
        using var key = TokenKey.Open(TokenOf(soft), Id, made, time);

        var words = await soft.ListAsync();

        Assert.Contains(Convert.ToHexStringLower(Id), words, StringComparison.Ordinal);
        Assert.Contains("sensitive, always sensitive, never extractable, local", words, StringComparison.Ordinal);
        Assert.Throws<CryptographicException>(() => key.ExportParameters(includePrivateParameters: true));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused()
    {
        using var soft = await SoftToken.MakeAsync();
        TokenOf(soft).Generate("root", Id, KeyKind.P256);

        Refused("token-key-taken", () => TokenOf(soft).Generate("root", RandomNumberGenerator.GetBytes(16), KeyKind.P256));
    }

    [Fact]
    public async Task A_library_started_anew_costs_no_signature()
    {
        using var soft = await SoftToken.MakeAsync();
        var (made, key) = Make(soft);
        using var owned = key;

        TokenModule.Of(SoftToken.Library).Restart(TokenModule.Of(SoftToken.Library).Generation);

        Assert.True(SignedText.Verifies(Text, SignedText.Sign(Text, key), made));
    }

    [Fact]
    public async Task A_token_that_went_refuses_and_signs_again_when_it_is_back()
    {
        using var soft = await SoftToken.MakeAsync();
        var (made, key) = Make(soft);
        using var owned = key;
        soft.TakeAway();

        Refused("token-missing", () => SignedText.Sign(Text, key));
        // It is looked for once in a while, not by every request.
        Refused("token-lost", () => SignedText.Sign(Text, key));
        soft.BringBack();
        time.Advance(TokenKey.Pause);

        Assert.True(SignedText.Verifies(Text, SignedText.Sign(Text, key), made));
    }

    [Fact]
    public async Task Many_threads_sign_while_the_library_is_started_anew()
    {
        using var soft = await SoftToken.MakeAsync();
        var (made, key) = Make(soft);
        using var owned = key;
        var module = TokenModule.Of(SoftToken.Library);

        var signatures = await Task.WhenAll(Enumerable.Range(0, 64).Select(number => Task.Run(() =>
        {
            if (number % 16 == 8)
                module.Restart(module.Generation);
            time.Advance(TokenKey.Pause);
            return SignedText.Sign(Text, key);
        })));

        Assert.All(signatures, signature => Assert.True(SignedText.Verifies(Text, signature, made)));
    }

    [Fact]
    public async Task A_key_of_the_same_id_in_another_token_is_not_taken_for_ours()
    {
        using var soft = await SoftToken.MakeAsync();
        TokenOf(soft).Generate("root", Id, KeyKind.P256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Refused("token-key-missing", () => TokenKey.Open(TokenOf(soft), Id, SubjectKey.Of(other), time));
        Refused("token-key-missing", () => TokenKey.Open(TokenOf(soft), RandomNumberGenerator.GetBytes(16), SubjectKey.Of(other), time));
    }

    [Fact]
    public async Task A_wrong_pin_is_sent_once_and_appears_nowhere()
    {
        using var soft = await SoftToken.MakeAsync();
        var token = new Token(TokenModule.Of(SoftToken.Library), soft.Label, "a-wrong-secret");

        var first = Refused("token-pin-refused", () => token.OpenFor(Id));
        var second = Refused("token-pin-refused", () => token.OpenFor(Id));

        Assert.IsType<CryptokiException>(first.InnerException);
        Assert.Null(second.InnerException);
        Assert.DoesNotContain("a-wrong-secret", first.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_not_there_is_refused() =>
        Refused("token-module-unusable", () => TokenModule.Of("/nowhere/libpkcs11.so"));

    private (SubjectKey Public, IssuerKey Key) Make(SoftToken soft)
    {
        var made = TokenOf(soft).Generate("root", Id, KeyKind.P256);
        return (made, new IssuerKey(TokenKey.Open(TokenOf(soft), Id, made, time)));
    }

    private static Token TokenOf(SoftToken soft) => new(TokenModule.Of(SoftToken.Library), soft.Label, SoftToken.Pin);

    private static RefusedException Refused(string code, Func<object> act)
    {
        var thrown = Assert.Throws<RefusedException>(() => { act(); });
        Assert.Equal(code, thrown.Refusal.Code);
        return thrown;
    }
}
