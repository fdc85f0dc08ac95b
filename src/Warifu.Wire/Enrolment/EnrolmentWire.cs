namespace Warifu.Wire.Enrolment;

/// <summary>
/// The enrolment wire between the program on the PC and the bank, version 1: JSON over TLS. A first certificate is asked for on the public
/// face; a successor on the face of certificates, over a connection that proves the old one by its key. It opens no bank session and ends
/// none. Refusals are <see cref="Problem"/>s (seed 003, CCHK001 to CCHK007; seed 004).
/// </summary>
public static class EnrolmentWire
{
    /// <summary>GET on the public face → <see cref="EnrollingBank"/>.</summary>
    public const string Bank = "/enrolment/v1/bank";

    /// <summary>POST <see cref="EnrolmentAuthenticationRequest"/> on the public face → <see cref="EnrolmentAuthentication"/>.</summary>
    public const string Authentications = "/enrolment/v1/authentications";

    /// <summary>POST <see cref="EnrolmentRequest"/> on the public face → <see cref="EnrolledCertificate"/>.</summary>
    public const string Certificates = "/enrolment/v1/certificates";

    /// <summary>
    /// On the face of certificates, by the connection's certificate: GET → <see cref="RenewalStanding"/>; POST <see cref="RenewalRequest"/> →
    /// <see cref="EnrolledCertificate"/>.
    /// </summary>
    public const string Renewals = "/enrolment/v1/renewals";

    /// <summary>POST <see cref="RenewalAuthenticationRequest"/> on the face of certificates → <see cref="EnrolmentAuthentication"/>.</summary>
    public const string RenewalAuthentications = "/enrolment/v1/renewals/authentications";

    /// <summary>
    /// On the face of certificates: POST <see cref="UnattendedRenewalConsent"/> allows renewals without a person from now on, DELETE withdraws
    /// that; both → <see cref="RenewalStanding"/>.
    /// </summary>
    public const string UnattendedRenewals = "/enrolment/v1/renewals/unattended";
}

/// <summary>What a program asks before it knows the bank.</summary>
/// <param name="Certificates">The face of certificates: scheme, host and port.</param>
/// <param name="RenewalWindowDays">So many days before its end a certificate can be renewed.</param>
/// <param name="UnattendedRenewal">Whether a user may allow renewals without a person.</param>
public sealed record EnrollingBank(BankCode Code, Phrase Name, Uri Certificates, int RenewalWindowDays, bool UnattendedRenewal);

/// <summary>Gives login ID and password, to learn whether a one-time password is wanted, and to have it mailed.</summary>
/// <param name="RequestKey">Of the <see cref="EnrolmentRequest"/> that follows: a mailed password counts for that one alone.</param>
/// <param name="ByMail">Mail one, or another one; otherwise one is mailed only to who has no authenticator app, once.</param>
public sealed record EnrolmentAuthenticationRequest(Guid RequestKey, string LoginId, string Password, bool ByMail);

/// <summary>The login password was right.</summary>
/// <param name="OneTimePasswordNeeded">The request that follows must carry one.</param>
/// <param name="ByAuthenticator">The user has an authenticator app that shows it.</param>
/// <param name="ByMail">It can be mailed to him.</param>
/// <param name="MailedTo">Masked address to which one was mailed for this request; null when none is under way.</param>
/// <param name="Minutes">So long a mailed one counts.</param>
public sealed record EnrolmentAuthentication(bool OneTimePasswordNeeded, bool ByAuthenticator, bool ByMail, string? MailedTo, int Minutes);

/// <param name="RequestKey">Made by the program and stored beside the new key before the call: a lost answer is fetched by calling again.</param>
/// <param name="LoginId">ログインID</param>
/// <param name="Password">ログインパスワード</param>
/// <param name="OneTimePassword">Where it is wanted; without it the refusal <c>one-time-password-needed</c> says so, and it is mailed as by <see cref="EnrolmentWire.Authentications"/>.</param>
/// <param name="Csr">PKCS#10, DER.</param>
public sealed record EnrolmentRequest(Guid RequestKey, string LoginId, string Password, string? OneTimePassword, byte[] Csr);

/// <param name="Certificate">DER.</param>
/// <param name="Chain">DER, issuing CA first, root last.</param>
/// <param name="BankName">For the program's list of certificates.</param>
/// <param name="RenewableFrom">When renewal opens, by the bank's profile.</param>
public sealed record EnrolledCertificate(
    SerialNumber Serial, byte[] Certificate, IReadOnlyList<byte[]> Chain, BankCode Bank, Phrase BankName, DateTimeOffset RenewableFrom);
