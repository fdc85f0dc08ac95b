using Warifu.Pki.Names;
using Warifu.Pki.Requests;

namespace Warifu.Bank.Enrolment;

/// <summary>
/// What a signing request says of its sender. The bank does the naming, so a request may say nothing; but one that says something
/// else than the bank will is not for this holder, or not for this bank.
/// </summary>
internal static class RequestedName
{
    /// <summary>Whether a request names anybody but the holder of this name, or asks for names that no certificate of a customer has.</summary>
    public static bool Differs(SigningRequest csr, Subject holder) =>
        csr.AsksForNames || (csr.Subject != Subject.Empty && csr.Subject != holder);

    /// <summary>The same for a first certificate: what is named is the login ID, the customer, or the bank's own unit.</summary>
    public static bool Differs(SigningRequest csr, string bank, EnrollingUser user)
    {
        if (csr.AsksForNames || csr.Subject is not { } asked)
            return true;
        return (asked.CommonName is { } name && name != user.LoginId)
            || (asked.Organisation is { } organisation && organisation != user.LatinName && organisation != $"({bank}){user.LatinName}")
            || (asked.Unit is { } unit && !unit.StartsWith($"({bank})", StringComparison.Ordinal))
            || asked.Country is not null;
    }
}
