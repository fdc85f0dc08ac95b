using System.CommandLine;
using Warifu.Desk.Keys;
using Warifu.Desk.Keys.Tokens;
using Warifu.Wire;

namespace Warifu.Desk.App.Verbs;

/// <summary>Where a key is to live, and the PIN of a token that is not open: asked, or the next line of standard input.</summary>
internal static class TokenPins
{
    public static Option<string?> Onto() => new("--onto")
    {
        Description = "Where the key is to live: file, token, token:LABEL or windows; otherwise where the old one is, or the usual place. A token's PIN is asked after the password.",
    };

    public static Option<bool> LastTry() => new("--last-try") { Description = "Enters a token's PIN although a wrong one would lock the token." };

    /// <param name="usual">Where nothing is said.</param>
    /// <returns>Null where nothing is said and there is no usual one: an earlier run may have begun somewhere.</returns>
    public static Outcome<KeyPlace?> Place(Person person, string? onto, KeyPlace? usual, bool lastTryToo)
    {
        var place = usual;
        if (onto is not null || (usual is null && OperatingSystem.IsWindows()))
        {
            var found = KeyPlaces.Find(person.Home, onto);
            if (found.Refusal is { } none)
                return none;
            place = found.Value;
        }
        return Opened(person, place, lastTryToo) is { } shut ? shut : place;
    }

    /// <summary>Asks for the PIN where the place is a token that is not open.</summary>
    public static Refusal? Opened(Person person, KeyPlace? place, bool lastTryToo)
    {
        if (place?.Token is not { } name)
            return null;
        var token = new OwnToken(name);
        var seen = token.Look();
        if (seen.Refusal is { } notThere)
            return notThere;
        if (seen.Value.IsOpen)
            return null;
        var pin = seen.Value.HasPinPad ? "" : person.AskSecret($"USBトークン「{name.Label}」の PIN:", $"PIN of the USB token {name.Label}:");
        return TokenPin.Open(token, pin, lastTryToo);
    }
}
