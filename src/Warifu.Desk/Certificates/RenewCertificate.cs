using Warifu.Desk.Connections;
using Warifu.Desk.Keys;
using Warifu.Desk.Network;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Desk.Certificates;

/// <summary>
/// 証明書更新 (seed 003, 更新; seed 004, 手順2): the steps of <see cref="IssueCertificate"/>, asked over a connection that proves
/// the old certificate by its key. The old one stays where it is; when it ends is the bank's rule.
/// </summary>
/// <param name="place">Where the new key is to live; null: where an earlier run began, else where the old one is.</param>
public sealed class RenewCertificate(DeskFolder folder, Vault vault, KeyPlace? place = null)
{
    /// <inheritdoc cref="IssueCertificate.RunAsync"/>
    /// <param name="password">Null: without a person, as its user has allowed.</param>
    public async Task<Outcome<HeldCertificate>> RunAsync(
        HeldCertificate old, string? password, string? oneTimePassword, bool japanese, Action<int>? step, CancellationToken cancel)
    {
        if ((BankAddresses.Of(folder, old.Bank) ?? old.SignIn) is not { } site)
            return DeskRefusals.NoSignInAddress;
        var pair = old.WithKey(vault);
        if (pair.Refusal is { } noKey)
            return noKey;
        using var certificate = pair.Value;
        using var client = new WireClient(ServerTrust.Of(folder).Handler(certificate), site, japanese);
        var begun = Asking.TakeUpOrBegin(folder, vault, place, old.Place, old.Site ?? site, old.LoginId, old.Serial, step); // 1, 2
        if (begun.Refusal is { } noNewKey)
            return noNewKey;
        var asking = begun.Value;
        step?.Invoke(3);
        var answer = await client.PostAsync<EnrolledCertificate>(
            EnrolmentWire.Renewals, new RenewalRequest(asking.RequestKey, password, oneTimePassword, asking.Csr), cancel);
        return asking.Settle(folder, vault, answer, site, step); // 4, 5, 6
    }
}
