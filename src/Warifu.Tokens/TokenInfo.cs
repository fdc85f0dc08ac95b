using System.Text;

namespace Warifu.Tokens;

/// <summary>What a token says of itself (CK_TOKEN_INFO).</summary>
/// <param name="Label">As its owner named it.</param>
/// <param name="Serial">As its maker numbered it; a label may stand on two tokens.</param>
internal sealed record TokenInfo(nuint Slot, string Label, string Maker, string Model, string Serial, TokenStates States)
{
    // Label 32, maker 32, model 16 and serial 16 octets, padded by blanks; then the flags.
    private const int FlagsOffset = 96;

    /// <summary>CK_TOKEN_INFO is 208 octets here.</summary>
    private const int Length = 256;

    public bool Has(TokenStates state) => (States & state) != TokenStates.None;

    /// <summary>The tokens in the library's slots that somebody has set up.</summary>
    public static IReadOnlyList<TokenInfo> All(Cryptoki it)
    {
        nuint count = 0;
        Cryptoki.Check("C_GetSlotList", it.GetSlotList(1, null, ref count));
        var slots = new nuint[(int)count];
        Cryptoki.Check("C_GetSlotList", it.GetSlotList(1, slots, ref count));
        return [.. from slot in slots.Take((int)count)
            let info = Of(it, slot)
            where info?.Has(TokenStates.Initialized) == true
            select info];
    }

    /// <summary>Null where the slot is empty by now.</summary>
    private static TokenInfo? Of(Cryptoki it, nuint slot)
    {
        var info = new byte[Length];
        if (it.GetTokenInfo(slot, info) != Cryptoki.Ok)
            return null;
        string Text(int from, int length) => Encoding.UTF8.GetString(info, from, length).TrimEnd(' ', '\0');
        return new(slot, Text(0, 32), Text(32, 32), Text(64, 16), Text(80, 16), (TokenStates)BitConverter.ToUInt32(info, FlagsOffset));
    }
}

/// <summary>Flags of CK_TOKEN_INFO that matter to who uses a token. How many tries are left it does not number.</summary>
[Flags]
internal enum TokenStates : uint
{
    None = 0,
    WriteProtected = 0x2,
    LoginRequired = 0x4,
    PinSet = 0x8,

    /// <summary>The PIN is entered on the token or its reader (CKF_PROTECTED_AUTHENTICATION_PATH).</summary>
    OwnPinPad = 0x100,
    Initialized = 0x400,

    /// <summary>A wrong PIN was entered since the last right one.</summary>
    PinCountLow = 0x10000,
    PinFinalTry = 0x20000,
    PinLocked = 0x40000,
}
