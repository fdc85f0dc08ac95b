using Warifu.Desk.Connections;
using Warifu.Desk.Keys;
using Warifu.Desk.Network;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Desk.Certificates;

/// <summary>
/// ログインテスト: shows the certificate to the bank as a sign-in does, up to where it would ask for the password. No try is
/// counted, no session opened; what the bank said stays beside the certificate.
/// </summary>
public sealed class TryCertificate(DeskFolder folder, TimeProvider time)
{
    /// <returns>The certificate with what the bank said; a refusal where the bank could not be asked.</returns>
    public async Task<Outcome<HeldCertificate>> RunAsync(HeldCertificate held, Vault vault, bool japanese, CancellationToken cancel)
    {
        if ((BankAddresses.Of(folder, held.Bank) ?? held.SignIn) is not { } site)
            return DeskRefusals.NoSignInAddress;
        var pair = held.WithKey(vault);
        if (pair.Refusal is { } noKey)
            return noKey;
        using var certificate = pair.Value;
        using var client = new WireClient(ServerTrust.Of(folder).Handler(certificate), site, japanese);
        var answer = await client.GetAsync<RenewalStanding>(EnrolmentWire.Renewals, cancel);
        // What stands at the bank is the bank's word; what stands in between says nothing about the certificate.
        if (answer.Refusal is { } refusal && IsOurs(refusal))
            return refusal;
        var tried = held with
        {
            Tried = new(time.GetUtcNow(), answer.Refusal?.Code, answer.Refusal?.What.In(japanese), answer.Refusal?.WayOut.In(japanese)),
            RenewableFrom = answer.Refusal is null ? answer.Value.RenewableFrom : held.RenewableFrom,
        };
        tried.Keep(folder);
        return tried;
    }

    private static bool IsOurs(Refusal refusal) =>
        refusal == DeskRefusals.Unreachable || refusal == DeskRefusals.ServerNotTrusted || refusal == DeskRefusals.AnswerUnreadable
        || refusal == DeskRefusals.NameUnknown || refusal == DeskRefusals.ProxyRefused || refusal == DeskRefusals.ClockWrong
        || refusal == KeyRefusals.NotUsable;
}
