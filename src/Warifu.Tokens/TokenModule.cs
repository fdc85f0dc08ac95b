using System.Collections.Concurrent;
using Warifu.Wire;

namespace Warifu.Tokens;

/// <summary>
/// A PKCS#11 library of this process. Everything in it ends when it is initialised anew, so what was opened carries the generation
/// it was opened in.
/// </summary>
internal sealed class TokenModule
{
    private const nuint OsLockingOk = 2;

    private static readonly ConcurrentDictionary<string, Lazy<TokenModule>> Loaded = new(StringComparer.Ordinal);

    /// <summary>One for all libraries of the process; there is rarely more than one, and it lives as long.</summary>
    private static readonly ReaderWriterLockSlim Door = new();

    private readonly Cryptoki cryptoki;

    private TokenModule(string path)
    {
        cryptoki = new Cryptoki(path);
        Initialize();
    }

    /// <summary>Grows with each new start of the library.</summary>
    public int Generation { get; private set; }

    /// <summary>Loads a library once.</summary>
    /// <exception cref="RefusedException">There is no such library, or it does not start.</exception>
    public static TokenModule Of(string path)
    {
        try
        {
            return Loaded.GetOrAdd(path, static path => new Lazy<TokenModule>(() => new TokenModule(path))).Value;
        }
        catch (Exception unusable) when (unusable is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or CryptokiException)
        {
            Loaded.TryRemove(path, out _);
            throw new RefusedException(TokenRefusals.ModuleUnusable with { Detail = new(path, path) }, unusable);
        }
    }

    /// <summary>Calls the library; meanwhile nobody starts it anew.</summary>
    public T Use<T>(Func<Cryptoki, T> act)
    {
        Door.EnterReadLock();
        try
        {
            return act(cryptoki);
        }
        finally
        {
            Door.ExitReadLock();
        }
    }

    /// <summary>Starts the library anew: it forgets tokens that went and finds those that came. Of many who ask for it, one does it.</summary>
    /// <param name="seen">The generation in which the caller failed.</param>
    public void Restart(int seen)
    {
        Door.EnterWriteLock();
        try
        {
            if (seen != Generation)
                return;
            Generation++;
            // Whatever it answers: a library that lost its token may not end in good order either.
            _ = cryptoki.Finish(0);
            Initialize();
        }
        finally
        {
            Door.ExitWriteLock();
        }
    }

    private void Initialize()
    {
        var code = cryptoki.Initialize(new Cryptoki.InitializeArguments { Flags = OsLockingOk });
        if (code != Cryptoki.AlreadyInitialized)
            Cryptoki.Check("C_Initialize", code);
    }
}
