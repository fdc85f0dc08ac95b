using Warifu.Desk.Keys;
using Warifu.Desk.Network;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Desk.Certificates;

/// <summary>
/// 証明書発行 (seed 003, CCHK001 → CCHK002 → CCHK007).
/// <list type="number">
/// <item>Make the key; it is sealed on the disk before anything else happens.</item>
/// <item>Write down what is about to be asked, under a request key of our own.</item>
/// <item>Ask the bank.</item>
/// <item>Check that what arrived is for our key.</item>
/// <item>Keep the certificate.</item>
/// <item>Forget what was asked.</item>
/// </list>
/// A crash anywhere is taken up by the next run for the same bank and user (<see cref="Asking"/>).
/// </summary>
public sealed class IssueCertificate(DeskFolder folder, Vault vault)
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
        var asking = Asking.TakeUpOrBegin(folder, vault, bank, loginId, renews: null, step); // 1, 2
        step?.Invoke(3);
        var answer = await client.PostAsync<EnrolledCertificate>(EnrolmentWire.Certificates,
            new EnrolmentRequest(asking.RequestKey, loginId, password, oneTimePassword, asking.Csr), cancel);
        return asking.Settle(folder, vault, answer, known.Value.Certificates, step); // 4, 5, 6
    }
}
