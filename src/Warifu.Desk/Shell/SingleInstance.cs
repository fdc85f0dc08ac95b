using System.Diagnostics;
using System.IO.Pipes;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Warifu.Wire;

namespace Warifu.Desk.Shell;

/// <summary>What a second start hands to the first.</summary>
/// <param name="Address">Of our scheme, as the system gave it; null: only come to the front.</param>
/// <param name="WantsAdmission">Asks for a one-time address for a browser instead of the window.</param>
internal sealed record Arrival(string? Address, bool WantsAdmission = false);

/// <param name="Admission">The one-time address that was asked for.</param>
internal sealed record Received(Uri? Admission);

/// <summary>
/// One program per user and folder: a lock that ends with its process, and a pipe of the same user by which later starts speak to
/// the first one.
/// </summary>
internal sealed class SingleInstance : IDisposable
{
    private const string LockFile = "desk.lock";
    private const int LongestLine = 4096;

    // The path of a Unix socket has 107 bytes.
    private const int LongestPath = 100;

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FileStream held;
    private readonly string pipe;

    private SingleInstance(FileStream held, string pipe) => (this.held, this.pipe) = (held, pipe);

    /// <returns>Null when another instance runs.</returns>
    public static SingleInstance? Take(DeskFolder folder)
    {
        try
        {
            var file = new FileStream(Path.Combine(folder.Path, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new SingleInstance(file, PipeOf(folder));
        }
        // EWOULDBLOCK; ERROR_SHARING_VIOLATION.
        catch (IOException taken) when (taken.HResult is 11 or unchecked((int)0x80070020))
        {
            return null;
        }
    }

    /// <summary>
    /// Becomes the instance, or speaks to the one that runs. Who holds the lock may be just ending, or only have looked whether
    /// somebody runs: so the lock is tried again as long as nobody answers.
    /// </summary>
    /// <returns>Null when the one that runs has taken the arrival over.</returns>
    public static async Task<Outcome<SingleInstance?>> TakeOrHandOverAsync(DeskFolder folder, Arrival arrival, CancellationToken cancel)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            if (Take(folder) is { } taken)
                return taken;
            if ((await HandOverAsync(folder, arrival, cancel)).Refusal is not { } refusal)
                return (SingleInstance?)null;
            if (Stopwatch.GetElapsedTime(since) > Patience)
                return refusal;
        }
    }

    /// <summary>Speaks to the instance that runs.</summary>
    public static async Task<Outcome<Received>> HandOverAsync(DeskFolder folder, Arrival arrival, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            await using var stream = new NamedPipeClientStream(".", PipeOf(folder), PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
            await stream.ConnectAsync(Moment, cancel);
            limit.CancelAfter(Patience);
            await WriteAsync(stream, arrival, limit.Token);
            return await ReadAsync<Received>(stream, limit.Token) is { } received ? received : ShellRefusals.OtherInstanceSilent;
        }
        catch (Exception silent) when (silent is IOException or TimeoutException or UnauthorizedAccessException or JsonException
            || (silent is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return ShellRefusals.OtherInstanceSilent;
        }
    }

    /// <summary>Hears later starts, one after the other, until cancelled.</summary>
    public async Task ServeAsync(Func<Arrival, Received> receive, CancellationToken cancel)
    {
        var next = Listen();
        while (true)
        {
            await using var stream = next;
            try
            {
                await stream.WaitForConnectionAsync(cancel);
                next = Listen(); // Before this one ends: there is no moment at which nobody listens.
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                limit.CancelAfter(Patience);
                if (await ReadAsync<Arrival>(stream, limit.Token) is { } arrival)
                    await WriteAsync(stream, receive(arrival), limit.Token);
            }
            catch (Exception broken) when (broken is IOException or JsonException or UnauthorizedAccessException
                || (broken is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                // Whoever it was said nothing that can be understood; the next one may.
                if (ReferenceEquals(next, stream))
                    next = Listen();
            }
            catch (OperationCanceledException)
            {
                if (!ReferenceEquals(next, stream))
                    await next.DisposeAsync();
                return;
            }
        }
    }

    public void Dispose() => held.Dispose();

    private NamedPipeServerStream Listen() =>
        new(pipe, PipeDirection.InOut, NamedPipeServerStream.MaxAllowedServerInstances, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);

    private static string PipeOf(DeskFolder folder)
    {
        var path = Path.Combine(folder.Path, "desk.pipe");
        return OperatingSystem.IsWindows() || Encoding.UTF8.GetByteCount(path) > LongestPath
            ? $"warifu-desk-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..32]}"
            : path;
    }

    private static async Task WriteAsync<T>(Stream stream, T message, CancellationToken cancel)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(message, WireJson.Options) + "\n"), cancel);
        await stream.FlushAsync(cancel);
    }

    private static async Task<T?> ReadAsync<T>(Stream stream, CancellationToken cancel)
        where T : class
    {
        var line = new byte[LongestLine];
        var length = 0;
        while (length < line.Length && await stream.ReadAsync(line.AsMemory(length), cancel) is > 0 and var more)
        {
            length += more;
            if (line.AsSpan(0, length).IndexOf((byte)'\n') is >= 0 and var end)
                return JsonSerializer.Deserialize<T>(line.AsSpan(0, end), WireJson.Options);
        }
        return null;
    }
}
