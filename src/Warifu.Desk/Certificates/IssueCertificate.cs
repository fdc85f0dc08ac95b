using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Desk.Keys;
using Warifu.Desk.Network;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
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
/// A crash anywhere is taken up by the next run for the same bank and user: the same key, the same request, the same
/// certificate.
/// </summary>
public sealed class IssueCertificate(DeskFolder folder, Vault vault)
{
    private const string Kind = "asking";

    /// <summary>What was asked for and has no answer yet: the next run for the same bank and user takes it up.</summary>
    public static IReadOnlyList<(Uri Bank, string LoginId)> Unanswered(DeskFolder folder) =>
        [.. folder.ReadAll<Asking>(Kind).Select(asking => (asking.Bank, asking.LoginId))];

    /// <param name="bank">Address of the bank's public face.</param>
    /// <param name="step">Told before each step with its number; a test ends the program there.</param>
    public async Task<Outcome<HeldCertificate>> RunAsync(
        Uri bank, string loginId, string password, string? oneTimePassword, bool japanese, Action<int>? step, CancellationToken cancel)
    {
        using var client = new WireClient(ServerTrust.Of(folder).Handler(clientCertificate: null), bank, japanese);
        var known = await client.GetAsync<EnrollingBank>(EnrolmentWire.Bank, cancel);
        if (known.Refusal is { } notABank)
            return notABank; // Whatever answers there, no password goes to it.
        var asking = folder.ReadAll<Asking>(Kind).FirstOrDefault(earlier => earlier.Bank == bank && earlier.LoginId == loginId);
        if (asking is null)
        {
            step?.Invoke(1);
            var requestKey = Guid.CreateVersion7();
            var keyName = $"key-{requestKey:n}";
            using var key = vault.MakeKey(keyName);
            step?.Invoke(2);
            asking = new(requestKey, bank, loginId, keyName, SigningRequest.Make(key, Subject.Empty));
            folder.Write(asking.File, asking);
        }

        step?.Invoke(3);
        var answer = await client.PostAsync<EnrolledCertificate>(EnrolmentWire.Certificates,
            new EnrolmentRequest(asking.RequestKey, loginId, password, oneTimePassword, asking.Csr), cancel);
        if (answer.Refusal is { } refusal)
        {
            if (IsLastWord(refusal))
            {
                folder.Remove(asking.File);
                vault.Remove(asking.KeyName);
            }
            return refusal;
        }

        step?.Invoke(4);
        var enrolled = answer.Value;
        if (!IsForOurKey(enrolled.Certificate, asking.KeyName))
            return DeskRefusals.NotOurCertificate;

        step?.Invoke(5);
        var held = new HeldCertificate(enrolled.Serial, enrolled.Bank, enrolled.BankName, loginId, asking.KeyName,
            enrolled.Certificate, enrolled.Chain, enrolled.RenewableFrom, bank, known.Value.Certificates);
        held.Keep(folder);

        step?.Invoke(6);
        folder.Remove(asking.File);
        return held;
    }

    // A conflict (409) or an unsound content (422) is about this very request: the next one begins with a new key. A wrong
    // password, a locked door or a silent server leaves it open.
    private static bool IsLastWord(Refusal refusal) => refusal.Status is 409 or 422;

    private bool IsForOurKey(byte[] der, string keyName)
    {
        try
        {
            using var key = vault.GetKey(keyName);
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            return key is not null && certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo());
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private sealed record Asking(Guid RequestKey, Uri Bank, string LoginId, string KeyName, byte[] Csr)
    {
        [System.Text.Json.Serialization.JsonIgnore]
        public string File => $"{Kind}-{RequestKey:n}.json";
    }
}
