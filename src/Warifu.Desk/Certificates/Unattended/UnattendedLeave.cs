using Warifu.Desk.Connections;
using Warifu.Desk.Keys;
using Warifu.Desk.Network;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Desk.Certificates.Unattended;

/// <summary>
/// Leave to renew a certificate without its user. The bank keeps it: he gives it with his passwords, the key alone takes it back.
/// </summary>
public sealed class UnattendedLeave(DeskFolder folder, Vault vault)
{
    /// <param name="requestKey">The same when it is said again with the one-time password that was asked for.</param>
    public async Task<Outcome<HeldCertificate>> AllowAsync(
        HeldCertificate held, Guid requestKey, string password, string? oneTimePassword, bool japanese, CancellationToken cancel)
    {
        var standing = await AskAsync(held, japanese, client => client.PostAsync<RenewalStanding>(
            EnrolmentWire.UnattendedRenewals, new UnattendedRenewalConsent(requestKey, password, oneTimePassword), cancel));
        return standing.Refusal is { } refusal ? refusal : held;
    }

    public async Task<Outcome<HeldCertificate>> WithdrawAsync(HeldCertificate held, bool japanese, CancellationToken cancel)
    {
        var standing = await AskAsync(held, japanese, client => client.DeleteAsync<RenewalStanding>(EnrolmentWire.UnattendedRenewals, cancel));
        return standing.Refusal is { } refusal ? refusal : held;
    }

    /// <summary>How it stands at the bank, which is kept here.</summary>
    public Task<Outcome<RenewalStanding>> LookAsync(HeldCertificate held, bool japanese, CancellationToken cancel) =>
        AskAsync(held, japanese, client => client.GetAsync<RenewalStanding>(EnrolmentWire.Renewals, cancel));

    private async Task<Outcome<RenewalStanding>> AskAsync(HeldCertificate held, bool japanese, Func<WireClient, Task<Outcome<RenewalStanding>>> ask)
    {
        if ((BankAddresses.Of(folder, held.Bank) ?? held.SignIn) is not { } site)
            return DeskRefusals.NoSignInAddress;
        var pair = held.WithKey(vault);
        if (pair.Refusal is { } noKey)
            return noKey;
        using var certificate = pair.Value;
        using var client = new WireClient(ServerTrust.Of(folder).Handler(certificate), site, japanese);
        var answer = await ask(client);
        if (answer.Refusal is null)
            Note(held, answer.Value);
        return answer;
    }

    private void Note(HeldCertificate held, RenewalStanding standing)
    {
        if (standing.RenewableFrom != held.RenewableFrom && HeldCertificate.Of(folder, held.Serial.Hex) is { } kept)
            (kept with { RenewableFrom = standing.RenewableFrom }).Keep(folder);
        var plan = RenewalPlan.Of(folder, held);
        if (plan?.AllowedSince != standing.UnattendedSince)
            // What was refused before has no meaning for leave that is new.
            ((plan ?? RenewalPlan.Draw(held.Serial)) with { AllowedSince = standing.UnattendedSince, Last = null, Failures = 0, FailingSince = null, NextTry = null }).Keep(folder);
    }
}
