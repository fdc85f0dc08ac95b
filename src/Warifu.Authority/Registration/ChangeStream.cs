using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Authority.Registration;

/// <summary>
/// The stream of a bank's changes as server-sent events: what came after the number it knows, then each change as it is
/// numbered, and a heartbeat every second. The register is asked with every heartbeat, so that the stream ends with the
/// bank's registration.
/// </summary>
internal sealed class ChangeStream(Database database, Wakeup wakeup, RegistrationCertificates register, IHostApplicationLifetime lifetime)
{
    // A signal may come between two looks; nothing waits longer than this for the next.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    // Numbering takes milliseconds; when it takes this long, a heartbeat would tell the bank that it knows everything.
    private static readonly TimeSpan NumberedWithin = TimeSpan.FromSeconds(5);

    public static readonly Refusal NumberMalformed = new("change-number-malformed", 400,
        new("Last-Event-IDは0以上の数です。", "Last-Event-ID is a number from 0 on."),
        new("最後に受け取った番号を送るか、ヘッダーを付けずに始めてください。", "Send the number received last, or begin without the header."));

    public static readonly Refusal NumberAhead = new("change-number-ahead", 409,
        new("認証局がまだ付けていない番号です。", "The authority has not given this number yet."),
        new("認証局のデータベースが古い状態に戻っていないか、運用者に確かめてください。",
            "Ask the authority's operator whether its database was set back to an older state."));

    /// <returns>Null once the stream has ended; a refusal when it never began.</returns>
    public async Task<Refusal?> RunAsync(HttpContext context, BankCode bank, byte[] certificate)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        if (LastSeen(context) is not { } seen)
            return NumberMalformed;
        if (seen > await InBankAsync(bank, Change.LastAsync, end.Token))
            return NumberAhead;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await SendAsync(context.Response, bank, certificate, seen, end.Token);
        }
        catch (OperationCanceledException)
        {
            // The bank hung up or the server is stopping; the bank comes back by itself.
        }
        return null;
    }

    private async Task SendAsync(HttpResponse response, BankCode bank, byte[] certificate, long seen, CancellationToken cancel)
    {
        long? beaten = null;
        while (true)
        {
            var changes = await InBankAsync(bank, work => Change.AfterAsync(work, seen), cancel);
            foreach (var change in changes)
                await WriteAsync(response, ChangeEvents.Change, seen = change.Number, change, cancel);
            if (changes.Count == Change.Batch)
                continue;
            if (beaten is null || database.Time.GetElapsedTime(beaten.Value) >= ChangeEvents.HeartbeatPause)
            {
                if (await register.BankOfAsync(certificate, cancel) != bank)
                    return;
                var before = database.Time.GetUtcNow() - NumberedWithin;
                if (!await InBankAsync(bank, work => Change.IsHeldBackAsync(work, before), cancel))
                    await WriteAsync(response, ChangeEvents.Heartbeat, null, new ChangeHeartbeat(seen), cancel);
                beaten = database.Time.GetTimestamp();
            }
            await response.Body.FlushAsync(cancel);
            var left = ChangeEvents.HeartbeatPause - database.Time.GetElapsedTime(beaten.Value);
            await wakeup.WaitAsync(left < LookAgain ? TimeSpan.FromTicks(Math.Max(left.Ticks, 1)) : LookAgain, cancel);
        }
    }

    private Task<T> InBankAsync<T>(BankCode bank, Func<Work, Task<T>> act, CancellationToken cancel) =>
        database.InTenantAsync(bank.Value, act, cancel);

    /// <returns>0 without the header; null for anything but a number.</returns>
    private static long? LastSeen(HttpContext context) =>
        context.Request.Headers["Last-Event-ID"].ToString() is not { Length: > 0 } text ? 0
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : null;

    private static Task WriteAsync<T>(HttpResponse response, string name, long? id, T data, CancellationToken cancel)
    {
        var head = id is null ? $"event: {name}\n" : $"id: {id}\nevent: {name}\n";
        return response.WriteAsync($"{head}data: {JsonSerializer.Serialize(data, WireJson.Options)}\n\n", cancel);
    }
}
