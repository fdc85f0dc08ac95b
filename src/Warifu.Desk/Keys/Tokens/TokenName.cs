using System.Text.Json.Serialization;

namespace Warifu.Desk.Keys.Tokens;

/// <summary>Which token: the same wherever it is put in.</summary>
/// <param name="Library">Path of the PKCS#11 library that reaches it.</param>
/// <param name="Serial">As its maker numbered it.</param>
/// <param name="Label">As its owner named it.</param>
public sealed record TokenName(string Library, string Serial, string Label)
{
    /// <summary>Names it in forms and addresses; security chips number all their tokens alike.</summary>
    [JsonIgnore]
    public string Id => $"{Serial}/{Label}";
}

/// <summary>How a token stands.</summary>
/// <param name="IsOpen">Nothing has to be entered.</param>
/// <param name="HasPinPad">The PIN is entered on the token or its reader.</param>
/// <param name="PinCountLow">A wrong PIN was entered since the last right one.</param>
/// <param name="PinFinalTry">One more wrong PIN locks it.</param>
/// <param name="CanKeep">New keys can be made in it.</param>
public sealed record TokenStanding(
    TokenName Name, string Maker, string Model, bool IsOpen, bool HasPinPad, bool PinCountLow, bool PinFinalTry, bool PinLocked, bool CanKeep);
