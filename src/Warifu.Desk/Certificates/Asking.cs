using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Desk.Keys;
using Warifu.Desk.Replacements;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Desk.Certificates;

/// <summary>
/// What was asked of a bank and has no answer yet, beside its key on the disk. The next run for the same bank, user and certificate
/// takes it up: the same key, the same request, the same certificate.
/// </summary>
/// <param name="Bank">Origin of the bank's public face.</param>
/// <param name="Renews">Serial of the certificate whose successor was asked for; null for a first one.</param>
/// <param name="NewPc">It is to take over from the certificate on another PC, once a colleague has approved; null for all others.</param>
public sealed record Asking(Guid RequestKey, Uri Bank, string LoginId, string KeyName, byte[] Csr, SerialNumber? Renews = null, NewPc? NewPc = null)
{
    private const string Kind = "asking";

    private string File => $"{Kind}-{RequestKey:n}.json";

    public static IReadOnlyList<Asking> Unanswered(DeskFolder folder) => folder.ReadAll<Asking>(Kind);

    /// <summary>Steps 1 and 2: the key is sealed on the disk, then the request is written down; an earlier one is taken up.</summary>
    internal static Asking TakeUpOrBegin(DeskFolder folder, Vault vault, Uri bank, string loginId, SerialNumber? renews, Action<int>? step)
    {
        if (Unanswered(folder).FirstOrDefault(earlier => earlier.Bank == bank && earlier.LoginId == loginId && earlier.Renews == renews) is { } asked)
            return asked;
        step?.Invoke(1);
        var requestKey = Guid.CreateVersion7();
        var keyName = $"key-{requestKey:n}";
        using var key = vault.MakeKey(keyName);
        step?.Invoke(2);
        var asking = new Asking(requestKey, bank, loginId, keyName, SigningRequest.Make(key, Subject.Empty), renews);
        folder.Write(asking.File, asking);
        return asking;
    }

    /// <summary>Steps 4 to 6: what arrived is for our key, and is kept; then the request is forgotten.</summary>
    internal Outcome<HeldCertificate> Settle(DeskFolder folder, Vault vault, Outcome<EnrolledCertificate> answer, Uri signIn, Action<int>? step)
    {
        if (answer.Refusal is { } refusal)
        {
            if (IsLastWord(refusal))
                Forget(folder, vault);
            return refusal;
        }
        step?.Invoke(4);
        var enrolled = answer.Value;
        if (!IsForOurKey(enrolled.Certificate, vault))
            return DeskRefusals.NotOurCertificate;
        step?.Invoke(5);
        var held = new HeldCertificate(enrolled.Serial, enrolled.Bank, enrolled.BankName, LoginId, KeyName,
            enrolled.Certificate, enrolled.Chain, enrolled.RenewableFrom, Bank, signIn);
        held.Keep(folder);
        step?.Invoke(6);
        folder.Remove(File);
        return held;
    }

    internal void Keep(DeskFolder folder) => folder.Write(File, this);

    /// <summary>It and its key are gone: whatever the bank answers yet serves nobody.</summary>
    internal void Forget(DeskFolder folder, Vault vault)
    {
        folder.Remove(File);
        vault.Remove(KeyName);
    }

    /// <summary>Its certificate has come and is kept with its key.</summary>
    internal void Close(DeskFolder folder) => folder.Remove(File);

    // A conflict (409) or an unsound content (422) is about this very request: the next one begins with a new key. A wrong
    // password, a locked door or a silent server leaves it open. So does the old certificate where one waits to take over from it.
    internal bool IsLastWord(Refusal refusal) => refusal.Status is 409 or 422 && !(NewPc is not null && refusal.Code == CertificateRefusals.StillValid);

    private bool IsForOurKey(byte[] der, Vault vault)
    {
        try
        {
            using var key = vault.GetKey(KeyName);
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            return key is not null && certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo());
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
