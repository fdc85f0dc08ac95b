using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Bank.Certificates;

/// <summary>
/// Follows the Authority's stream of changes for every bank of this process. Each node follows it for itself; the row of the
/// stream lets each change be applied once. Broken off anywhere, it asks again after the last number in the database.
/// </summary>
internal sealed partial class ListenToAuthority(Database database, Banks banks, ILogger<ListenToAuthority> log) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    // Ten heartbeats missing: the connection is dead, whatever the network says.
    private static readonly TimeSpan Quiet = 10 * ChangeEvents.HeartbeatPause;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(banks.All.Select(bank => FollowAsync(bank, stoppingToken)));

    private async Task FollowAsync(ServedBank bank, CancellationToken stop)
    {
        var told = false;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(bank, () => told = false, stop);
            }
            catch (Exception lost) when (!stop.IsCancellationRequested && lost
                is HttpRequestException or IOException or OperationCanceledException or JsonException or NpgsqlException or MissingChangeException)
            {
                if (!told)
                    Lost(log, bank.Profile.Code, lost);
                told = true;
            }
            await Task.Delay(Again, database.Time, stop);
        }
    }

    /// <summary>Until the stream ends or breaks.</summary>
    /// <param name="heard">Called with each event.</param>
    internal async Task ListenAsync(ServedBank bank, Action heard, CancellationToken stop)
    {
        var code = bank.Profile.Code.Value;
        using var quiet = CancellationTokenSource.CreateLinkedTokenSource(stop);
        quiet.CancelAfter(Quiet);
        var hearing = await database.InTenantAsync(code, work => AuthorityHearing.OfAsync(work, database.Time.GetUtcNow()), quiet.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, RegistrationWire.Changes)
        {
            Version = HttpVersion.Version20,
            Headers = { { "Last-Event-ID", hearing.Number.ToString(CultureInfo.InvariantCulture) } },
        };
        using var answer = await bank.Registration.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, quiet.Token);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(quiet.Token);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(quiet.Token))
        {
            await TakeAsync(code, item, quiet.Token);
            quiet.CancelAfter(Quiet);
            heard();
        }
    }

    private Task TakeAsync(string bank, SseItem<string> item, CancellationToken cancel) => item.EventType switch
    {
        ChangeEvents.Change => database.InTenantAsync(bank, work => AuthorityHearing.TakeAsync(work, Read<CertificateChange>(item), Now), cancel),
        ChangeEvents.Heartbeat => database.InTenantAsync(bank, work => AuthorityHearing.BeatAsync(work, Read<ChangeHeartbeat>(item), Now), cancel),
        // A kind of event that later authorities may send.
        _ => Task.CompletedTask,
    };

    private DateTimeOffset Now => database.Time.GetUtcNow();

    private static T Read<T>(SseItem<string> item) =>
        JsonSerializer.Deserialize<T>(item.Data, WireJson.Options) ?? throw new JsonException("An event without content.");

    [LoggerMessage(2111, LogLevel.Warning, "Bank {Bank} has lost the Authority's stream of changes; it asks again each second.")]
    private static partial void Lost(ILogger log, BankCode bank, Exception lost);
}
