using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Warifu.Tokens;
using Warifu.Wire;

namespace Warifu.Desk.Keys.Tokens;

/// <summary>
/// Opens a token with its PIN. We never lock it: a PIN that it refused is not sent a second time, and the last try is made only by who
/// says that he knows it is the last.
/// </summary>
public static class TokenPin
{
    // CKR_PIN_EXPIRED, CKR_PIN_LOCKED, CKR_FUNCTION_CANCELED, CKR_USER_PIN_NOT_INITIALIZED.
    private const nuint Expired = 0xA3;
    private const nuint Locked = 0xA4;
    private const nuint Canceled = 0x50;
    private const nuint NotSet = 0x102;

    private static readonly byte[] Blinding = RandomNumberGenerator.GetBytes(32);
    private static readonly ConcurrentDictionary<TokenName, byte[]> LastRefused = [];
    private static readonly Lock Entering = new();

    /// <param name="pin">Empty where it is entered on the token's own keys.</param>
    /// <param name="lastTryToo">The user knows that a wrong one locks the token.</param>
    /// <returns>Null when it is open.</returns>
    public static Refusal? Open(OwnToken token, string pin, bool lastTryToo)
    {
        lock (Entering)
        {
            var entered = token.Asked(() => token.Reach((it, info) => Enter(token, it, info, pin, lastTryToo)));
            return entered.Refusal is { } failed ? failed : entered.Value.Refusal;
        }
    }

    private static Outcome<bool> Enter(OwnToken token, Cryptoki it, TokenInfo info, string pin, bool lastTryToo)
    {
        if (token.IsOpenNow(it, info))
            return true;
        if (Before(token, info, pin, lastTryToo) is { } refusal)
            return refusal;
        var session = it.Open(info.Slot, 0);
        var octets = info.Has(TokenStates.OwnPinPad) ? null : Encoding.UTF8.GetBytes(pin);
        var code = it.Login(session, TokenSessions.User, octets, (nuint)(octets?.Length ?? 0));
        CryptographicOperations.ZeroMemory(octets);
        if (code is Cryptoki.Ok or Cryptoki.AlreadyLoggedIn)
        {
            LastRefused.TryRemove(token.Name, out _);
            token.StaysOpen(session);
            return true;
        }
        _ = it.CloseSession(session);
        var failed = new CryptokiException("C_Login", code);
        if (code is Expired or NotSet)
            return token.Told(TokenRefusals.PinUnset);
        if (code is Canceled)
            return token.Told(TokenRefusals.PinBroken);
        if (!failed.IsPinRefused)
            throw failed;
        LastRefused[token.Name] = Blind(pin);
        var now = TokenInfo.All(it).FirstOrDefault(other => other.Slot == info.Slot) ?? info;
        return code == Locked || now.Has(TokenStates.PinLocked) ? token.Told(TokenRefusals.PinLocked) : Wrong(now);
    }

    private static Refusal? Before(OwnToken token, TokenInfo info, string pin, bool lastTryToo)
    {
        if (info.Has(TokenStates.PinLocked))
            return token.Told(TokenRefusals.PinLocked);
        if (!info.Has(TokenStates.PinSet))
            return token.Told(TokenRefusals.PinUnset);
        if (!info.Has(TokenStates.OwnPinPad))
        {
            if (pin.Length == 0)
                return TokenRefusals.PinMissing;
            if (LastRefused.TryGetValue(token.Name, out var refused) && CryptographicOperations.FixedTimeEquals(refused, Blind(pin)))
                return Wrong(info);
        }
        return info.Has(TokenStates.PinFinalTry) && !lastTryToo ? token.Told(TokenRefusals.PinLastTry) : null;
    }

    /// <summary>PKCS#11 numbers no tries: a token says that they are few, and when there is one.</summary>
    private static Refusal Wrong(TokenInfo info) => TokenRefusals.PinWrong with
    {
        Detail = info.Has(TokenStates.PinFinalTry) ? new("残りの回数: あと 1 回", "Tries left: one")
            : info.Has(TokenStates.PinCountLow) ? new("残りの回数: 減っています（このトークンは回数を数字で知らせません。最後の 1 回の前には、ここでお知らせします）",
                "Tries left: fewer than before (this token does not number them; before the last one you are told here)")
            : new("残りの回数: このトークンは知らせません", "Tries left: this token does not say"),
    };

    private static byte[] Blind(string pin) => HMACSHA256.HashData(Blinding, Encoding.UTF8.GetBytes(pin));
}
