using System.Collections.Concurrent;
using Warifu.Tokens;
using Warifu.Wire;

namespace Warifu.Desk.Keys.Tokens;

/// <summary>
/// A token of the PC's user. Entering the PIN opens it for this program until it is pulled out or the program ends; the PIN itself is
/// not kept. A token that is not found is looked for once more in a library started anew: some see only then what was put in or pulled.
/// </summary>
public sealed class OwnToken(TokenName name)
{
    // A token stays open as long as one session with it is.
    private static readonly ConcurrentDictionary<TokenName, (nuint Session, int Generation)> Opened = [];

    public TokenName Name => name;

    /// <summary>Those that are in now, by every library of this PC; a library that does not load has none.</summary>
    public static IReadOnlyList<TokenStanding> All(DeskFolder folder) =>
        OperatingSystem.IsLinux() ? [.. TokenLibraries.Of(folder).SelectMany(library => In(library) is { Refusal: null } found ? found.Value : [])] : [];

    /// <summary>Those that one library reaches.</summary>
    public static Outcome<IReadOnlyList<TokenStanding>> In(string library)
    {
        try
        {
            var module = TokenModule.Of(library);
            if (!Opened.Any(open => open.Key.Library == library && open.Value.Generation == module.Generation))
                module.Restart(module.Generation);
            return Outcome.Of(module.Use<IReadOnlyList<TokenStanding>>(it => [.. TokenInfo.All(it).Select(info => new OwnToken(new(library, info.Serial, info.Label)).StandingOf(it, info))]));
        }
        catch (Exception unusable) when (unusable is RefusedException or CryptokiException)
        {
            return TokenRefusals.LibraryUnusable with { Detail = new(library, library) };
        }
    }

    public Outcome<TokenStanding> Look() => Asked(() => Reach(StandingOf));

    /// <summary>Whether it can be used without anybody; one that is not in cannot.</summary>
    public bool IsOpen => Look() is { Refusal: null } seen && seen.Value.IsOpen;

    /// <summary>What is done in an open session of this token.</summary>
    /// <param name="flags">0 or <see cref="TokenSessions.Writable"/>.</param>
    internal Outcome<T> Use<T>(nuint flags, Func<Cryptoki, nuint, T> act) => Asked(() => Reach((it, info) =>
    {
        if (!IsOpenNow(it, info))
            throw new RefusedException(Told(info.Has(TokenStates.PinLocked) ? TokenRefusals.PinLocked : TokenRefusals.PinNeeded));
        return InSession(it, info, flags, act);
    }));

    /// <summary>The same where no PIN is needed: what is public in it.</summary>
    internal Outcome<T> Read<T>(Func<Cryptoki, nuint, T> act) => Asked(() => Reach((it, info) => InSession(it, info, 0, act)));

    /// <summary>Once the PIN was accepted in this session, it keeps the token open.</summary>
    internal void StaysOpen(nuint session) => Opened[name] = (session, Module.Generation);

    internal Outcome<T> Asked<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (RefusedException missing) when (missing.Refusal.Code == TokenRefusals.KeyMissing.Code && !IsStillIn())
        {
            return Told(TokenRefusals.Missing);
        }
        catch (RefusedException refused)
        {
            return refused.Refusal.Code == Warifu.Tokens.TokenRefusals.ModuleUnusable.Code ? TokenRefusals.LibraryUnusable with { Detail = refused.Refusal.Detail }
                : refused.Refusal.Code == Warifu.Tokens.TokenRefusals.KeyExportable.Code ? Told(TokenRefusals.Unfit)
                : refused.Refusal;
        }
        catch (CryptokiException failed)
        {
            return Explain(failed);
        }
    }

    /// <exception cref="RefusedException">The token is not in.</exception>
    internal T Reach<T>(Func<Cryptoki, TokenInfo, T> act)
    {
        var module = Module;
        for (var again = false; ; again = true)
        {
            var generation = module.Generation;
            var (found, value) = module.Use(it => TokenInfo.All(it).FirstOrDefault(IsThis) is { } info ? (true, act(it, info)) : (false, default));
            if (found)
                return value!;
            Opened.TryRemove(name, out _);
            if (again || Opened.Any(open => open.Key.Library == name.Library && open.Value.Generation == generation))
                throw new RefusedException(Told(TokenRefusals.Missing));
            module.Restart(generation);
        }
    }

    internal bool IsOpenNow(Cryptoki it, TokenInfo info) =>
        !info.Has(TokenStates.LoginRequired)
        // CKS_RO_USER_FUNCTIONS, CKS_RW_USER_FUNCTIONS.
        || (Opened.TryGetValue(name, out var open) && open.Generation == Module.Generation && it.GetSessionInfo(open.Session, out var session) == Cryptoki.Ok && session.State is 1 or 3);

    internal Refusal Told(Refusal refusal) => refusal with { Detail = new($"{name.Label} ({name.Serial})", $"{name.Label} ({name.Serial})") };

    private TokenModule Module => TokenModule.Of(name.Library);

    private static T InSession<T>(Cryptoki it, TokenInfo info, nuint flags, Func<Cryptoki, nuint, T> act)
    {
        var session = it.Open(info.Slot, flags);
        try
        {
            return act(it, session);
        }
        finally
        {
            _ = it.CloseSession(session);
        }
    }

    private bool IsThis(TokenInfo info) => info.Serial == name.Serial && info.Label == name.Label;

    private TokenStanding StandingOf(Cryptoki it, TokenInfo info) => new(
        name, info.Maker, info.Model, IsOpenNow(it, info), info.Has(TokenStates.OwnPinPad), info.Has(TokenStates.PinCountLow), info.Has(TokenStates.PinFinalTry),
        info.Has(TokenStates.PinLocked), !info.Has(TokenStates.WriteProtected));

    /// <summary>Asked of a library started anew; whatever was open is shut.</summary>
    private bool IsStillIn()
    {
        try
        {
            Module.Restart(Module.Generation);
            return Module.Use(it => TokenInfo.All(it).Any(IsThis));
        }
        catch (Exception gone) when (gone is RefusedException or CryptokiException)
        {
            return false;
        }
    }

    /// <summary>CKR_… by its number; a token that is gone is gone, whatever its library calls it.</summary>
    private Refusal Explain(CryptokiException failed) => failed.Code switch
    {
        0x31 => Told(TokenRefusals.Full),
        0xE2 or 0xB5 => Told(TokenRefusals.ReadOnly),
        0x70 or 0x71 or 0xD0 or 0xD1 or 0x140 => Told(TokenRefusals.Unfit),
        0x101 => Told(TokenRefusals.PinNeeded),
        _ => IsStillIn() ? TokenRefusals.Failed with { Detail = new($"{name.Label}: {failed.Message}", $"{name.Label}: {failed.Message}") } : Told(TokenRefusals.Missing),
    };
}
