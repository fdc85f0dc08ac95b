using Warifu.Desk.Keys;
using Warifu.Wire;

namespace Warifu.Desk.Certificates.Unattended;

/// <summary>
/// Renews one certificate without its user.
/// <list type="number">
/// <item>Ask the bank, with the old key, whether the leave stands and nobody else has renewed it.</item>
/// <item>to 7. The steps of <see cref="RenewCertificate"/>; that it was begun is written down before the bank is asked.</item>
/// <item value="8">Keep a signed receipt.</item>
/// <item>Try the successor at the bank.</item>
/// <item>Put it into the browsers that hold the old one.</item>
/// <item>Clear the old one away if the bank no longer takes it; else that is looked at again each day.</item>
/// </list>
/// Each step may be done again: a run that ended in between is taken up by the next.
/// </summary>
/// <param name="home">Home folder of the user whose browsers are meant.</param>
internal sealed class RenewUnattended(DeskFolder folder, Vault vault, string home, TimeProvider time)
{
    private readonly UnattendedLeave leave = new(folder, vault);

    /// <param name="step">Told before each step; a test ends the program there.</param>
    /// <returns>The successor, when nothing remains but to clear the old one away.</returns>
    public async Task<Outcome<HeldCertificate>> RunAsync(HeldCertificate old, bool japanese, Action<int>? step, CancellationToken cancel)
    {
        if (Arrived(old) is not { } next)
        {
            step?.Invoke(1);
            if (await ForbiddenAsync(old, japanese, cancel) is { } forbidden)
                return forbidden;
            var renewed = await new RenewCertificate(folder, vault).RunAsync(
                HeldCertificate.Of(folder, old.Serial.Hex) ?? old, password: null, oneTimePassword: null, japanese, inner => NoteStep(old, inner, step), cancel); // 2 to 7
            if (renewed.Refusal is { } refusal)
                return refusal.Code == "renewal-not-open" ? UnattendedRefusals.ClockAhead : refusal;
            next = renewed.Value;
        }
        Asking.Unanswered(folder).FirstOrDefault(asked => asked.KeyName == next.KeyName)?.Close(folder);
        step?.Invoke(8);
        KeepReceipt(old, next);
        step?.Invoke(9);
        var tried = await new TryCertificate(folder, time).RunAsync(next, vault, japanese, cancel);
        if (tried.Refusal is { } unasked)
            return unasked;
        step?.Invoke(10);
        var browsers = await new BrowserFollowing(folder, vault, home).RunAsync(old, next, cancel);
        PassOn(old, next, browsers);
        step?.Invoke(11);
        await ClearAwayAsync(old, next, japanese, cancel);
        return tried.Value;
    }

    /// <summary>Step 11, again each day: what the bank no longer takes goes with its key, here and in the browsers.</summary>
    public async Task<Refusal?> ClearAwayAsync(HeldCertificate old, HeldCertificate next, bool japanese, CancellationToken cancel)
    {
        if (HeldCertificate.Of(folder, next.Serial.Hex) is not { HasWorked: true })
            return null; // It may be all its user has.
        var tried = await new TryCertificate(folder, time).RunAsync(old, vault, japanese, cancel);
        if (tried.Refusal is { } unasked)
            return unasked;
        if (tried.Value.Tried?.Code is not ("certificate-replaced" or Trial.Revoked or "certificate-expired"))
            return null;
        await new BrowserFollowing(folder, vault, home).LeaveAsync(old, cancel);
        if (old.Remove(folder, vault) is { } notAtHand)
            return notAtHand;
        RenewalPlan.Of(folder, old)?.Remove(folder);
        return null;
    }

    /// <summary>The successor that an earlier run received.</summary>
    private HeldCertificate? Arrived(HeldCertificate old) => RenewalPlan.Of(folder, old)?.Begun is { } begun
        ? HeldCertificate.All(folder).FirstOrDefault(held => held.KeyName == begun.KeyName && old.IsSucceededBy(held))
        : null;

    private async Task<Refusal?> ForbiddenAsync(HeldCertificate old, bool japanese, CancellationToken cancel)
    {
        var standing = await leave.LookAsync(old, japanese, cancel);
        // Its own request, answered by the bank, is fetched again; another's successor is not.
        var own = Asking.Unanswered(folder).Any(asked => asked.Renews == old.Serial);
        return standing.Refusal is { } refusal ? refusal
            : standing.Value.IsRenewed && !own ? UnattendedRefusals.RenewedElsewhere
            : standing.Value.UnattendedSince is null ? UnattendedRefusals.LeaveEnded
            : time.GetUtcNow() < standing.Value.RenewableFrom ? UnattendedRefusals.NotYet
            : null;
    }

    // Before it asks the bank, and when the answer has come but is not kept yet.
    private void NoteStep(HeldCertificate old, int inner, Action<int>? step)
    {
        step?.Invoke(inner + 1);
        if (inner is not (3 or 4) || RenewalPlan.Of(folder, old) is not { } plan)
            return;
        var asking = Asking.Unanswered(folder).First(asked => asked.Renews == old.Serial);
        var begun = plan.Begun is { } earlier && earlier.RequestKey == asking.RequestKey ? earlier : new(asking.RequestKey, asking.KeyName, time.GetUtcNow());
        (plan with { Begun = inner == 4 ? begun with { AnsweredAt = time.GetUtcNow() } : begun }).Keep(folder);
    }

    private void KeepReceipt(HeldCertificate old, HeldCertificate next)
    {
        if (RenewalReceipt.FileOf(folder, next.Serial) is not null || RenewalPlan.Of(folder, old)?.Begun is not { } begun)
            return;
        var (newPair, oldPair) = (next.WithKey(vault), old.WithKey(vault));
        if (newPair.Refusal is { } noKey)
            throw new RefusedException(noKey);
        using var certificate = newPair.Value;
        using var former = oldPair.Refusal is null ? oldPair.Value : null;
        RenewalReceipt.Keep(folder, next.Serial, RenewalReceipt.Of(old, next, begun, time.GetUtcNow())
            .Sign(former is null ? [certificate] : [certificate, former], next.Chain, time.GetUtcNow()));
    }

    // The leave passes to the successor, as it does at the bank.
    private void PassOn(HeldCertificate old, HeldCertificate next, IReadOnlyList<FollowedBrowser> browsers)
    {
        var plan = RenewalPlan.Of(folder, old)!;
        if (RenewalPlan.Of(folder, next) is null)
            RenewalPlan.Draw(next.Serial).Following(plan, browsers).Keep(folder);
        (plan with { Begun = null, Successor = next.Serial, Last = new(time.GetUtcNow(), Refusal: null), Failures = 0, FailingSince = null, NextTry = null }).Keep(folder);
    }
}
