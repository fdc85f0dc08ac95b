namespace Warifu.Wire.Enrolment;

/// <summary>
/// The enrolment wire between the program on the PC and the bank's public face, version 1: JSON over TLS. It opens no
/// bank session and ends none. Refusals are <see cref="Problem"/>s (seed 003, CCHK001 to CCHK007).
/// </summary>
public static class EnrolmentWire
{
    /// <summary>POST <see cref="EnrolmentRequest"/> → <see cref="EnrolledCertificate"/>.</summary>
    public const string Certificates = "/enrolment/v1/certificates";
}

/// <param name="RequestKey">Made by the program and stored beside the new key before the call: a lost answer is fetched by calling again.</param>
/// <param name="LoginId">ログインID</param>
/// <param name="Password">ログインパスワード</param>
/// <param name="OneTimePassword">Where the contract has one; asked for by the refusal <c>one-time-password-needed</c>.</param>
/// <param name="Csr">PKCS#10, DER.</param>
public sealed record EnrolmentRequest(Guid RequestKey, string LoginId, string Password, string? OneTimePassword, byte[] Csr);

/// <param name="Certificate">DER.</param>
/// <param name="Chain">DER, issuing CA first, root last.</param>
/// <param name="BankName">For the program's list of certificates.</param>
/// <param name="RenewableFrom">When renewal opens, by the bank's profile.</param>
public sealed record EnrolledCertificate(
    SerialNumber Serial, byte[] Certificate, IReadOnlyList<byte[]> Chain, BankCode Bank, Phrase BankName, DateTimeOffset RenewableFrom);
