using Warifu.Desk.Keys.Tokens;
using Warifu.Desk.Keys.Windows;
using Warifu.Wire;

namespace Warifu.Desk.Keys;

/// <summary>The places that this PC has for a key.</summary>
public static class KeyPlaces
{
    /// <summary>The keys at a place.</summary>
    /// <param name="place">Null: in the vault's sealed files.</param>
    /// <exception cref="RefusedException">Another system's place.</exception>
    public static IKeyStore StoreAt(this Vault vault, KeyPlace? place)
    {
        if (place?.Token is { } token)
            return OperatingSystem.IsLinux() ? new TokenKeys(new OwnToken(token)) : throw new RefusedException(KeyRefusals.NoSuchPlace);
        if (place?.Provider is { } provider)
            return OperatingSystem.IsWindows() ? new WindowsKeys(provider) : throw new RefusedException(KeyRefusals.NoSuchPlace);
        return new SealedKeys(vault);
    }

    /// <summary>What can be chosen now, the usual one first.</summary>
    public static IReadOnlyList<KeyPlace> Now(DeskFolder folder) =>
        OperatingSystem.IsWindows() ? [.. WindowsKeys.Providers().Select(provider => new KeyPlace(Provider: provider)), KeyPlace.File]
        : [KeyPlace.File, .. OwnToken.All(folder).Where(token => token.CanKeep).Select(token => new KeyPlace(token.Name))];

    /// <param name="wanted">An id, or <c>file</c>, <c>windows</c>, <c>token</c>, <c>token:LABEL</c>; null: the usual one.</param>
    public static Outcome<KeyPlace> Find(DeskFolder folder, string? wanted)
    {
        var now = Now(folder);
        var parts = (wanted ?? now[0].Id).Split(':', 2);
        var rest = parts.Length == 2 ? parts[1] : null;
        var fitting = now.Where(place => parts[0] switch
        {
            "file" => place.Is(KeyPlace.File),
            "windows" => place.Provider is not null && (rest is null || place.Provider == rest),
            "token" => (place.Token is { } token && (rest is null || token.Id == rest || token.Serial == rest || token.Label == rest)) || (place.Provider == WindowsKeys.SmartCard && rest is null),
            _ => false,
        }).ToList();
        return (parts[0], fitting) switch
        {
            ("token", []) => TokenRefusals.Missing,
            ("token", [_, _, ..]) => TokenRefusals.Several with { Detail = List(fitting) },
            (_, [var first, ..]) => first,
            _ => KeyRefusals.NoSuchPlace,
        };
    }

    private static Phrase List(IEnumerable<KeyPlace> places)
    {
        var labels = string.Join(", ", places.Select(place => $"{place.Token!.Label} ({place.Token.Serial})"));
        return new(labels, labels);
    }
}
