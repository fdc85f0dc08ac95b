using Warifu.Desk.Keys;
using Warifu.Desk.Network;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Desk.Certificates;

/// <summary>
/// 証明書発行 (seed 003, CCHK001 → CCHK002 → CCHK007).
/// <list type="number">
/// <item>Write down what is about to be asked, under a request key of our own.</item>
/// <item>Make the key in its place, and the request with it.</item>
/// <item>Ask the bank.</item>
/// <item>Check that what arrived is for our key.</item>
/// <item>Keep the certificate.</item>
/// <item>Forget what was asked.</item>
/// </list>
/// A crash anywhere is taken up by the next run for the same bank and user (<see cref="Asking"/>).
/// </summary>
/// <param name="place">Where the key is to live; null: where an earlier run began, else in a sealed file.</param>
public sealed class IssueCertificate(DeskFolder folder, Vault vault, KeyPlace? place = null)
{
    /// <param name="bank">Address of the bank's public face.</param>
    /// <param name="step">Told before each step with its number; a test ends the program there.</param>
    public async Task<Outcome<HeldCertificate>> RunAsync(
        Uri bank, string loginId, string password, string? oneTimePassword, bool japanese, Action<int>? step, CancellationToken cancel)
    {
        using var client = new WireClient(ServerTrust.Of(folder).Handler(clientCertificate: null), bank, japanese);
        var known = await client.GetAsync<EnrollingBank>(EnrolmentWire.Bank, cancel);
        if (known.Refusal is { } notABank)
            return notABank; // Whatever answers there, no password goes to it.
        var begun = Asking.TakeUpOrBegin(folder, vault, place, usual: null, bank, loginId, renews: null, step); // 1, 2
        if (begun.Refusal is { } noKey)
            return noKey;
        var asking = begun.Value;
        step?.Invoke(3);
        var answer = await client.PostAsync<EnrolledCertificate>(EnrolmentWire.Certificates,
            new EnrolmentRequest(asking.RequestKey, loginId, password, oneTimePassword, asking.Csr), cancel);
        return asking.Settle(folder, vault, answer, known.Value.Certificates, step); // 4, 5, 6
    }
}
