using Warifu.Desk.Keys.Tokens;
using Warifu.Tests.Tokens;
using Warifu.Tokens;

namespace Warifu.Tests.Desk.Keys.Tokens;

/// <summary>What a token's library is opened with counts for the whole process: these tests run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PersonsTokens
{
    public const string Name = "tokens of a person";
}

internal static class SoftTokens
{
    /// <summary>The token as its user's program sees it.</summary>
    public static OwnToken Own(this SoftToken soft) =>
        new(OwnToken.In(SoftToken.Library).Value.Single(token => token.Name.Label == soft.Label).Name);

    public static OwnToken Opened(this SoftToken soft)
    {
        var own = soft.Own();
        Assert.Null(TokenPin.Open(own, SoftToken.Pin, lastTryToo: false));
        return own;
    }

    /// <summary>SoftHSM counts no wrong PINs; with this it does, as a USB token that locks after three.</summary>
    /// <param name="ownPad">The PIN is entered on its own keys: what was entered there.</param>
    public static IDisposable Strict(this SoftToken soft, Func<string>? ownPad = null) => new StrictPin(soft, ownPad);

    private sealed class StrictPin : IDisposable
    {
        private const int Most = 3;
        private const uint PinPad = 0x100;
        private const uint CountLow = 0x10000;
        private const uint FinalTry = 0x20000;
        private const uint Locked = 0x40000;
        private const nuint PinIncorrect = 0xA0;
        private const nuint PinLocked = 0xA4;

        private readonly SoftToken soft;
        private readonly Cryptoki library;
        private readonly Cryptoki.LoginFunction login;
        private readonly Cryptoki.GetTokenInfoFunction info;
        private int left = Most;

        public StrictPin(SoftToken soft, Func<string>? ownPad)
        {
            this.soft = soft;
            library = TokenModule.Of(SoftToken.Library).Use(it => it);
            (login, info) = (library.Login, library.GetTokenInfo);
            library.Login = (session, user, pin, length) =>
            {
                if (left == 0)
                    return PinLocked;
                if (ownPad is not null)
                {
                    Assert.Null(pin);
                    pin = System.Text.Encoding.UTF8.GetBytes(ownPad());
                }
                var answer = login(session, user, pin, (nuint)pin!.Length);
                left = answer == PinIncorrect ? left - 1 : Most;
                return answer == PinIncorrect && left == 0 ? PinLocked : answer;
            };
            library.GetTokenInfo = (slot, told) =>
            {
                var answer = info(slot, told);
                if (answer == Cryptoki.Ok && System.Text.Encoding.UTF8.GetString(told, 0, 32).TrimEnd() == soft.Label)
                {
                    var flags = BitConverter.ToUInt32(told, 96) & ~CountLow;
                    flags |= (ownPad is null ? 0 : PinPad) | (left < Most ? CountLow : 0) | (left == 1 ? FinalTry : 0) | (left == 0 ? Locked : 0);
                    BitConverter.GetBytes(flags).CopyTo(told, 96);
                }
                return answer;
            };
        }

        public void Dispose() => (library.Login, library.GetTokenInfo) = (login, info);
    }
}
