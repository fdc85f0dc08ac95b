using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Warifu.Desk.Keys;
using Warifu.Wire;

namespace Warifu.Desk.Certificates.Unattended;

/// <summary>
/// Renews what is due, and tells what its user must know. In the program with a window it looks every few minutes; a timer may have the verb
/// look in its place. Two programs never work at the same time (<see cref="RenewalLock"/>), and a bank gives one successor at most.
/// </summary>
/// <param name="open">The keys, when something is due; a refusal where their user must open them.</param>
/// <param name="home">Home folder of the user whose browsers are meant.</param>
public sealed partial class RenewalWatch(
    DeskFolder folder, Func<Task<Outcome<Vault>>> open, UnattendedChoice choice, Tidings tidings, string home, TimeProvider time, ILogger<RenewalWatch> log) : IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(5);

    // After so long without a look the PC was off or asleep, as were others that wake up with it.
    private static readonly TimeSpan Absence = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan TellAgain = TimeSpan.FromDays(1);
    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);
    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(4), TimeSpan.FromHours(12)];

    private readonly SemaphoreSlim woken = new(0, 1);
    private readonly ConcurrentDictionary<SerialNumber, RenewalPlan> unwritten = [];
    private readonly Dictionary<SerialNumber, (string Topic, DateTimeOffset At)> told = [];
    private DateTimeOffset? lastLook;
    private DateTimeOffset restedUntil;

    /// <summary>What the user must know now.</summary>
    public IReadOnlyList<Tiding> Tidings => tidings.All(unwritten);

    /// <summary>Looks again and again until cancelled.</summary>
    /// <param name="tell">Hears each matter when it is new, and once a day as long as it lasts.</param>
    public async Task RunAsync(bool japanese, Action<Tiding> tell, CancellationToken cancel)
    {
        do
        {
            try
            {
                if (IsRested())
                    await LookAsync(japanese, step: null, cancel);
                Tell(tell);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or RefusedException or CryptographicException)
            {
                Failed(log, failed); // Such as a folder that is away for a moment; the next look is soon.
            }
        }
        while (await NextAsync(cancel));
    }

    /// <summary>Does what is due now.</summary>
    /// <param name="step">Told before each step of a renewal; a test ends the program there.</param>
    /// <returns>Null, or why nothing was done at all; what became of each certificate is in its plan.</returns>
    public async Task<Refusal?> LookAsync(bool japanese, Action<int>? step, CancellationToken cancel)
    {
        if (choice.Wanted == false)
            return UnattendedRefusals.SwitchedOff;
        using var alone = RenewalLock.Take(folder);
        if (alone is null)
            return UnattendedRefusals.AtWork;
        var all = HeldCertificate.All(folder);
        foreach (var plan in RenewalPlan.All(folder))
        {
            if (all.FirstOrDefault(held => held.Serial == plan.Serial) is not { } old)
                plan.Remove(folder);
            else if (unwritten.GetValueOrDefault(plan.Serial, plan).DeedAt(old, all, time.GetUtcNow()) is not Deed.Nothing and var deed)
                await DoAsync(deed, plan, old, japanese, step, cancel);
        }
        return null;
    }

    private async Task DoAsync(Deed deed, RenewalPlan plan, HeldCertificate old, bool japanese, Action<int>? step, CancellationToken cancel)
    {
        var refusal = await AttemptAsync(deed, plan, old, japanese, step, cancel);
        Attempted(log, deed, old.Serial.Hex, refusal?.Code ?? "done");
        // It may have been cleared away; what is written there may have changed by the bank's word.
        if (RenewalPlan.Of(folder, old) is not { } current)
            return;
        var (now, before) = (time.GetUtcNow(), unwritten.GetValueOrDefault(old.Serial, current));
        Keep(refusal is null || refusal == UnattendedRefusals.NotYet
            ? current with { NextTry = now + Daily, Failures = 0, FailingSince = null }
            : current with { Last = new(now, refusal), NextTry = now + WaitAfter(refusal, before.Failures), Failures = before.Failures + 1, FailingSince = before.FailingSince ?? now });
    }

    private async Task<Refusal?> AttemptAsync(Deed deed, RenewalPlan plan, HeldCertificate old, bool japanese, Action<int>? step, CancellationToken cancel)
    {
        try
        {
            var opened = await open();
            if (opened.Refusal is { } closed)
                return closed;
            var renewing = new RenewUnattended(folder, opened.Value, home, time);
            if (deed == Deed.Renew)
                return (await renewing.RunAsync(old, japanese, step, cancel)).Refusal;
            var next = HeldCertificate.All(folder).First(old.IsSucceededBy);
            if (deed == Deed.ClearAway)
                return await renewing.ClearAwayAsync(old, next, japanese, cancel);
            if ((await new UnattendedLeave(folder, opened.Value).LookAsync(next, japanese, cancel)).Refusal is { } unasked)
                return unasked;
            (plan with { Successor = next.Serial }).Keep(folder);
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Refusal;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return DeskFolder.Explain(failed);
        }
    }

    // On a full disk the plan stands in memory until it can be written.
    private void Keep(RenewalPlan plan)
    {
        try
        {
            plan.Keep(folder);
            unwritten.TryRemove(plan.Serial, out _);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            unwritten[plan.Serial] = plan;
        }
    }

    private TimeSpan WaitAfter(Refusal refusal, int failures)
    {
        // What is in the way at this PC or in between may be gone in minutes; what a bank refuses is not.
        var wait = refusal.Status >= 500 || refusal.Code.StartsWith("desk-", StringComparison.Ordinal) ? Waits[Math.Min(failures, Waits.Length - 1)] : Daily;
        return refusal == UnattendedRefusals.KeysClosed ? TimeSpan.Zero : wait * (0.75 + Drawn / 2);
    }

    /// <summary>Who comes back after weeks comes with many others: each rests for some minutes first.</summary>
    internal bool IsRested()
    {
        var now = time.GetUtcNow();
        if (lastLook is not { } last || now - last > Absence)
        {
            var lots = RenewalPlan.All(folder);
            restedUntil = now + (LongestPause * (lots.Count == 0 ? 0 : lots.Min(plan => plan.Lot)));
        }
        lastLook = now;
        return now >= restedUntil;
    }

    private void Tell(Action<Tiding> tell)
    {
        var now = time.GetUtcNow();
        foreach (var tiding in Tidings)
        {
            if (told.TryGetValue(tiding.Serial, out var before) && before.Topic == tiding.Topic && (tiding.Urgency == Urgency.Done || now - before.At < TellAgain))
                continue;
            told[tiding.Serial] = (tiding.Topic, now);
            tell(tiding);
        }
    }

    private static double Drawn => RandomNumberGenerator.GetInt32(1000) / 1000d;

    /// <summary>Looks at once, as when the keys have been opened.</summary>
    public void Wake()
    {
        lock (woken)
            if (woken.CurrentCount == 0)
                woken.Release();
    }

    public void Dispose() => woken.Dispose();

    private async Task<bool> NextAsync(CancellationToken cancel)
    {
        try
        {
            await woken.WaitAsync(LookAgain, cancel);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(6101, LogLevel.Information, "{Deed} for the certificate {Serial}: {Outcome}")]
    private static partial void Attempted(ILogger log, Deed deed, string serial, string outcome);

    [LoggerMessage(6102, LogLevel.Warning, "The renewals could not be looked at")]
    private static partial void Failed(ILogger log, Exception failed);
}
