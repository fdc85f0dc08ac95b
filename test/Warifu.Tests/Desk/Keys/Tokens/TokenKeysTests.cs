using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Desk.Certificates;
using Warifu.Desk.Keys;
using Warifu.Desk.Keys.Tokens;
using Warifu.Tests.Desk.Certificates;
using Warifu.Tests.Pki;
using Warifu.Tests.Tokens;

namespace Warifu.Tests.Desk.Keys.Tokens;

[Collection(PersonsTokens.Name)]
public sealed class TokenKeysTests : IDisposable
{
    private readonly Drawer drawer = new();

    public void Dispose() => drawer.Dispose();

    [Fact]
    public async Task A_key_is_made_in_the_token_for_good_and_its_certificate_stands_beside_it()
    {
        using var soft = await SoftToken.MakeAsync();
        var held = drawer.Put("minato01", TestAuthorities.Born, Place(soft.Opened()));
        using var pair = held.WithKey(drawer.Vault).Value;
        using var key = pair.GetECDsaPrivateKey()!;
        Assert.True(pair.GetECDsaPublicKey()!.VerifyData("x"u8, key.SignData("x"u8, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256));
        Assert.ThrowsAny<CryptographicException>(() => key.ExportPkcs8PrivateKey());
        var words = await soft.ListAsync();
        Assert.Contains("never extractable", words, StringComparison.Ordinal);
        Assert.Contains("Certificate Object; type = X.509 cert", words, StringComparison.Ordinal);
        Assert.Contains(held.Certificate.Subject!.CommonName!, words, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(drawer.Home.Path), file => file.EndsWith(".sealed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_name_is_the_same_key_however_often_it_is_begun()
    {
        using var soft = await SoftToken.MakeAsync();
        var store = drawer.Vault.StoreAt(Place(soft.Opened()));
        using var first = store.Make("key-0a0b").Value;
        using var again = store.Make("key-0a0b").Value;
        using var other = store.Make("key-0a0c").Value;
        Assert.Equal(first.ExportSubjectPublicKeyInfo(), again.ExportSubjectPublicKeyInfo());
        Assert.NotEqual(first.ExportSubjectPublicKeyInfo(), other.ExportSubjectPublicKeyInfo());
    }

    [Fact]
    public async Task Deleted_is_gone_from_the_token_and_what_others_put_there_stays()
    {
        using var soft = await SoftToken.MakeAsync();
        var place = Place(soft.Opened());
        var held = drawer.Put("minato01", TestAuthorities.Born, place);
        var other = drawer.Put("minato02", TestAuthorities.Born, place);
        for (var n = 0; n < 2; n++)
            Assert.Null(held.Remove(drawer.Home, drawer.Vault));
        Assert.Equal("desk-token-key-missing", held.WithKey(drawer.Vault).Refusal?.Code);
        Assert.Null(TokenPin.Open(new OwnToken(place.Token!), SoftToken.Pin, lastTryToo: false));
        Assert.Null(other.WithKey(drawer.Vault).Refusal);
        Assert.DoesNotContain(held.Certificate.Subject!.CommonName!, await soft.ListAsync(), StringComparison.Ordinal);
        Assert.Equal([other.Serial], HeldCertificate.All(drawer.Home).Select(one => one.Serial));
    }

    [Fact]
    public async Task Without_its_token_a_certificate_stays_on_the_list_and_says_what_to_do()
    {
        using var soft = await SoftToken.MakeAsync();
        var held = drawer.Put("minato01", TestAuthorities.Born, Place(soft.Opened()));
        soft.TakeAway();
        Assert.Equal("desk-token-missing", held.WithKey(drawer.Vault).Refusal?.Code);
        Assert.Equal("desk-token-missing", held.Remove(drawer.Home, drawer.Vault)?.Code);
        Assert.Single(HeldCertificate.All(drawer.Home));
        soft.BringBack();
        Assert.Equal("desk-token-pin-needed", held.WithKey(drawer.Vault).Refusal?.Code);
        soft.Opened();
        Assert.Null(held.WithKey(drawer.Vault).Refusal);
        held.Forget(drawer.Home);
        Assert.Empty(HeldCertificate.All(drawer.Home));
        Assert.Contains(held.Certificate.Subject!.CommonName!, await soft.ListAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_tokens_the_one_with_the_key_is_meant()
    {
        using var one = await SoftToken.MakeAsync();
        using var two = await SoftToken.MakeAsync();
        var first = drawer.Put("minato01", TestAuthorities.Born, Place(one.Opened()));
        var second = drawer.Put("minato02", TestAuthorities.Born, Place(two.Opened()));
        Assert.Null(first.WithKey(drawer.Vault).Refusal);
        Assert.Null(second.WithKey(drawer.Vault).Refusal);
        Assert.Null(TokenLibraries.Add(drawer.Home, SoftToken.Library));
        Assert.Equal(Place(one.Own()), KeyPlaces.Find(drawer.Home, $"token:{one.Label}").Value);
        Assert.Equal(Place(two.Own()).Id, KeyPlaces.Find(drawer.Home, Place(two.Own()).Id).Value.Id);
        Assert.Equal("desk-token-several", KeyPlaces.Find(drawer.Home, "token").Refusal?.Code);
        Assert.Equal("desk-token-missing", KeyPlaces.Find(drawer.Home, "token:none").Refusal?.Code);
        Assert.Equal("desk-key-place-unknown", KeyPlaces.Find(drawer.Home, "windows").Refusal?.Code);
        Assert.True(KeyPlaces.Find(drawer.Home, null).Value.Is(KeyPlace.File));
        var elsewhere = second with { Place = first.Place };
        Assert.Equal("desk-token-key-missing", elsewhere.WithKey(drawer.Vault).Refusal?.Code);
    }

    private static KeyPlace Place(OwnToken token) => new(token.Name);
}
