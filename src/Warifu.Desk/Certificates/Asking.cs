using Warifu.Desk.Keys;
using Warifu.Desk.Replacements;
using Warifu.Pki.Certificates;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Desk.Certificates;

/// <summary>
/// What is to be asked of a bank and has no answer yet. The next run for the same bank, user and certificate takes it up: the same key, the
/// same request, the same certificate.
/// </summary>
/// <param name="Bank">Origin of the bank's public face.</param>
/// <param name="Csr">Empty until its key is made.</param>
/// <param name="Renews">Serial of the certificate whose successor was asked for; null for a first one.</param>
/// <param name="NewPc">It is to take over from the certificate on another PC, once a colleague has approved; null for all others.</param>
/// <param name="Place">Where its key lives; null: in a sealed file of this PC.</param>
public sealed record Asking(
    Guid RequestKey, Uri Bank, string LoginId, string KeyName, byte[] Csr, SerialNumber? Renews = null, NewPc? NewPc = null, KeyPlace? Place = null)
{
    private const string Kind = "asking";

    private string File => $"{Kind}-{RequestKey:n}.json";

    public static IReadOnlyList<Asking> Unanswered(DeskFolder folder) => folder.ReadAll<Asking>(Kind);

    /// <summary>Steps 1 and 2: the request is written down, then its key is made where it is to live; an earlier one is taken up.</summary>
    /// <param name="place">Null: wherever an earlier one began, else the usual one.</param>
    /// <param name="usual">Null: a sealed file.</param>
    internal static Outcome<Asking> TakeUpOrBegin(
        DeskFolder folder, Vault vault, KeyPlace? place, KeyPlace? usual, Uri bank, string loginId, SerialNumber? renews, Action<int>? step)
    {
        // What a colleague has approved is that very request, wherever its key is.
        var asking = Unanswered(folder).Where(earlier => earlier.IsFor(bank, loginId, renews) && (earlier.IsOpen || place is null || place.Is(earlier.Place)))
            .OrderByDescending(earlier => earlier.IsOpen).FirstOrDefault();
        if (asking is { Csr.Length: > 0 })
            return asking;
        step?.Invoke(1);
        if (asking is null)
        {
            var requestKey = Guid.CreateVersion7();
            asking = new Asking(requestKey, bank, loginId, $"key-{requestKey:n}", [], renews, Place: (place ?? usual) is { } chosen && !chosen.Is(KeyPlace.File) ? chosen : null);
            folder.Write(asking.File, asking);
        }
        step?.Invoke(2);
        var made = vault.StoreAt(asking.Place).Make(asking.KeyName);
        if (made.Refusal is { } refusal)
            return refusal;
        using var key = made.Value;
        try
        {
            asking = asking with { Csr = SigningRequest.Make(key, Subject.Empty) };
        }
        catch (RefusedException pulled)
        {
            return pulled.Refusal;
        }
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
        if (!IsForOurKey(enrolled.Certificate))
            return DeskRefusals.NotOurCertificate;
        step?.Invoke(5);
        var held = new HeldCertificate(enrolled.Serial, enrolled.Bank, enrolled.BankName, LoginId, KeyName,
            enrolled.Certificate, enrolled.Chain, enrolled.RenewableFrom, Bank, signIn, Place: Place);
        held.Keep(folder);
        _ = vault.StoreAt(Place).Keep(KeyName, enrolled.Certificate); // A token that was pulled gets it when the key is used next.
        step?.Invoke(6);
        foreach (var rival in Unanswered(folder).Where(other => other.RequestKey != RequestKey && other.IsFor(Bank, LoginId, Renews)))
            rival.Forget(folder, vault); // Begun in another place and given up.
        folder.Remove(File);
        return held;
    }

    internal void Keep(DeskFolder folder) => folder.Write(File, this);

    /// <summary>It and its key are gone: whatever the bank answers yet serves nobody.</summary>
    internal void Forget(DeskFolder folder, Vault vault)
    {
        _ = vault.StoreAt(Place).Remove(KeyName); // An unused key that a token keeps harms nobody.
        folder.Remove(File);
    }

    /// <summary>Its certificate has come and is kept with its key.</summary>
    internal void Close(DeskFolder folder) => folder.Remove(File);

    // A conflict (409) or an unsound content (422) is about this very request: the next one begins with a new key. A wrong
    // password, a locked door or a silent server leaves it open. So does the old certificate where one waits to take over from it.
    internal bool IsLastWord(Refusal refusal) => refusal.Status is 409 or 422 && !(NewPc is not null && refusal.Code == CertificateRefusals.StillValid);

    private bool IsOpen => NewPc?.Standing?.State is ReplacementState.Open or ReplacementState.Done;

    private bool IsFor(Uri bank, string loginId, SerialNumber? renews) => Bank == bank && LoginId == loginId && Renews == renews;

    /// <summary>By the request, which the key has signed: a token need not be in.</summary>
    private bool IsForOurKey(byte[] der) =>
        Certificate.Read(der) is { Refusal: null } certificate && SigningRequest.Read(Csr) is { Refusal: null } request
        && certificate.Value.Key.Sha256.AsSpan().SequenceEqual(request.Value.Key.Sha256);
}
