using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Warifu.Postgres.Jobs;

/// <summary>
/// Wakes those who wait for a change, on every node. It carries nothing and may be lost: whoever waits looks again by
/// himself from time to time. Signals close together become one NOTIFY, because one in every commit would serialise them.
/// </summary>
public sealed class Wakeup(Database database) : BackgroundService
{
    private const string Channel = "warifu_wakeup";
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim signals = new(0, 1);
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Something changed; call it after the commit.</summary>
    public void Signal()
    {
        Wake();
        try
        {
            signals.Release();
        }
        catch (SemaphoreFullException)
        {
            // One is already on its way.
        }
    }

    /// <summary>Waits for the next signal, at most so long.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancel)
    {
        var signal = Volatile.Read(ref next).Task;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await Task.WhenAny(signal, Task.Delay(atMost, database.Time, enough.Token));
        await enough.CancelAsync();
        cancel.ThrowIfCancellationRequested();
    }

    public override void Dispose()
    {
        signals.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(SendAsync(stoppingToken), ListenAsync(stoppingToken));

    private void Wake() =>
        Interlocked.Exchange(ref next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private async Task SendAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            await signals.WaitAsync(cancel);
            await Task.Delay(Gather, database.Time, cancel);
            try
            {
                await using var command = database.Source.CreateCommand($"notify {Channel}");
                await command.ExecuteNonQueryAsync(cancel);
            }
            catch (NpgsqlException)
            {
                // Nobody is woken this time; they look by themselves.
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.Source.OpenConnectionAsync(cancel);
                connection.Notification += (_, _) => Wake();
                await using (var command = new NpgsqlCommand($"listen {Channel}", connection))
                    await command.ExecuteNonQueryAsync(cancel);
                while (true)
                    await connection.WaitAsync(cancel);
            }
            catch (NpgsqlException)
            {
                await Task.Delay(Again, database.Time, cancel);
            }
        }
    }
}
