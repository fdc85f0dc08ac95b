using Warifu.Desk.Keys.Tokens;
using Warifu.Tests.Tokens;
using Warifu.Wire;

namespace Warifu.Tests.Desk.Keys.Tokens;

[Collection(PersonsTokens.Name)]
public sealed class TokenPinTests
{
    [Fact]
    public async Task The_right_PIN_opens_the_token_until_it_is_pulled_out()
    {
        using var soft = await SoftToken.MakeAsync();
        var token = soft.Own();
        Assert.Equal("desk-token-pin-needed", Used(token)?.Code);
        Assert.Equal("desk-token-pin-missing", TokenPin.Open(token, "", lastTryToo: false)?.Code);
        Assert.Null(TokenPin.Open(token, SoftToken.Pin, lastTryToo: false));
        Assert.True(token.IsOpen);
        Assert.Null(Used(token));
        soft.TakeAway();
        Assert.Equal("desk-token-missing", Used(token)?.Code);
        Assert.Equal("desk-token-missing", TokenPin.Open(token, SoftToken.Pin, lastTryToo: false)?.Code);
        soft.BringBack();
        Assert.Equal("desk-token-pin-needed", Used(token)?.Code);
        Assert.Null(TokenPin.Open(token, SoftToken.Pin, lastTryToo: false));
        Assert.Null(Used(token));
    }

    [Fact]
    public async Task Wrong_PINs_are_told_with_what_is_left_and_the_last_try_is_made_only_by_who_confirms_it()
    {
        using var soft = await SoftToken.MakeAsync();
        using var strict = soft.Strict();
        var token = soft.Own();
        Assert.Contains("fewer than before", Told(TokenPin.Open(token, "wrong-1", lastTryToo: false)), StringComparison.Ordinal);
        // The same again says nothing new to the token.
        for (var n = 0; n < 5; n++)
            Assert.Equal("desk-token-pin-wrong", TokenPin.Open(token, "wrong-1", lastTryToo: false)?.Code);
        Assert.Contains("Tries left: one", Told(TokenPin.Open(token, "wrong-2", lastTryToo: false)), StringComparison.Ordinal);
        for (var n = 0; n < 5; n++)
            Assert.Equal("desk-token-pin-last-try", TokenPin.Open(token, SoftToken.Pin, lastTryToo: false)?.Code);
        Assert.True(token.Look().Value.PinFinalTry);
        Assert.Null(TokenPin.Open(token, SoftToken.Pin, lastTryToo: true));
        Assert.True(token.IsOpen);
    }

    [Fact]
    public async Task A_token_that_locked_itself_is_told_and_not_asked_again()
    {
        using var soft = await SoftToken.MakeAsync();
        using var strict = soft.Strict();
        var token = soft.Own();
        Assert.Equal("desk-token-pin-wrong", TokenPin.Open(token, "wrong-1", lastTryToo: false)?.Code);
        Assert.Equal("desk-token-pin-wrong", TokenPin.Open(token, "wrong-2", lastTryToo: false)?.Code);
        Assert.Equal("desk-token-pin-locked", TokenPin.Open(token, "wrong-3", lastTryToo: true)?.Code);
        Assert.Equal("desk-token-pin-locked", TokenPin.Open(token, SoftToken.Pin, lastTryToo: true)?.Code);
        Assert.Equal("desk-token-pin-locked", Used(token)?.Code);
        Assert.True(token.Look().Value.PinLocked);
    }

    [Fact]
    public async Task A_token_with_keys_of_its_own_is_sent_no_PIN()
    {
        using var soft = await SoftToken.MakeAsync();
        using var strict = soft.Strict(ownPad: () => SoftToken.Pin);
        var token = soft.Own();
        Assert.True(token.Look().Value.HasPinPad);
        Assert.Null(TokenPin.Open(token, "", lastTryToo: false));
        Assert.True(token.IsOpen);
    }

    [Fact]
    public void A_library_that_is_not_there_is_told()
    {
        Assert.Equal("desk-token-library", OwnToken.In("/nowhere/libtoken.so").Refusal?.Code);
        Assert.Equal("desk-token-library", new OwnToken(new("/nowhere/libtoken.so", "1", "x")).Look().Refusal?.Code);
        using var folder = new TestFolder();
        Assert.Equal("desk-token-library", TokenLibraries.Add(folder.Home, "/nowhere/libtoken.so")?.Code);
        Assert.Empty(TokenLibraries.Named(folder.Home));
    }

    private static Refusal? Used(OwnToken token) => token.Use(0, (_, _) => true).Refusal;

    private static string Told(Refusal? refusal)
    {
        Assert.Equal("desk-token-pin-wrong", refusal?.Code);
        return refusal!.Detail!.En;
    }
}
