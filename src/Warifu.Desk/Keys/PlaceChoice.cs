using Warifu.Desk.Keys.Tokens;
using Warifu.Wire;

namespace Warifu.Desk.Keys;

/// <summary>Where a key is to be made, as a form asks it.</summary>
/// <param name="All">What can be chosen now.</param>
/// <param name="Chosen">Id of the one that is meant; null where a token was wanted and none is in.</param>
/// <param name="WantsToken">The bank's page asked for a USB token (seed 004).</param>
public sealed record PlaceChoice(IReadOnlyList<KeyPlace> All, string? Chosen, bool WantsToken)
{
    /// <summary>Value of <c>onto</c> in addresses.</summary>
    public const string OntoToken = "token";

    public bool TokenIsMissing => WantsToken && Chosen is null;

    /// <param name="wanted">An id, <see cref="OntoToken"/>, or null for the usual one.</param>
    /// <param name="usual">Where the certificate that is renewed has its key.</param>
    public static PlaceChoice Now(DeskFolder folder, string? wanted, KeyPlace? usual)
    {
        var now = KeyPlaces.Now(folder);
        var toToken = wanted == OntoToken;
        // To the token that has the old key; else to the one that is in.
        var chosen = toToken ? now.FirstOrDefault(place => IsToken(place) && place.Is(usual)) ?? now.FirstOrDefault(IsToken)
            : now.FirstOrDefault(place => place.Id == wanted) ?? now.FirstOrDefault(place => usual is not null && place.Is(usual)) ?? now[0];
        return new(now, chosen?.Id, toToken);
    }

    /// <summary>What a form chose, if it is there now.</summary>
    /// <param name="chosen">Null where the form had nothing to choose.</param>
    public static Outcome<KeyPlace> Read(DeskFolder folder, string? chosen) =>
        chosen is null ? KeyPlaces.Now(folder)[0]
        : KeyPlaces.Now(folder).FirstOrDefault(place => place.Id == chosen) is { } place ? place
        : chosen.StartsWith(OntoToken, StringComparison.Ordinal) ? TokenRefusals.Missing : KeyRefusals.NoSuchPlace;

    private static bool IsToken(KeyPlace place) => place.Token is not null || place.Provider == Windows.WindowsKeys.SmartCard;
}
