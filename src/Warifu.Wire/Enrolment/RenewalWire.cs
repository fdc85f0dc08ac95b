namespace Warifu.Wire.Enrolment;

/// <summary>How the connection's certificate stands with the bank.</summary>
/// <param name="NotAfter">The last second of its validity.</param>
/// <param name="RenewableFrom">From then on it can be renewed.</param>
/// <param name="IsRenewed">A successor of it stands.</param>
/// <param name="UnattendedOffered">The bank lets a user allow renewals without a person.</param>
/// <param name="UnattendedSince">Since when this certificate may be renewed so; null: it may not.</param>
public sealed record RenewalStanding(
    string LoginId, SerialNumber Serial, DateTimeOffset NotAfter, DateTimeOffset RenewableFrom, bool IsRenewed, bool UnattendedOffered, DateTimeOffset? UnattendedSince);

/// <inheritdoc cref="EnrolmentAuthenticationRequest"/>
/// <param name="RequestKey">Of the <see cref="RenewalRequest"/> or <see cref="UnattendedRenewalConsent"/> that follows.</param>
public sealed record RenewalAuthenticationRequest(Guid RequestKey, string Password, bool ByMail);

/// <summary>Asks for the successor of the connection's certificate: same holder, new key.</summary>
/// <param name="RequestKey">Made by the program and stored beside the new key before the call: a lost answer is fetched by calling again.</param>
/// <param name="Password">ログインパスワード; null for a renewal without a person, which the user must have allowed.</param>
/// <param name="OneTimePassword">As in <see cref="EnrolmentRequest"/>; never with a renewal without a person.</param>
/// <param name="Csr">PKCS#10, DER, for a key that never had a certificate; its subject is empty or that of the old certificate.</param>
public sealed record RenewalRequest(Guid RequestKey, string? Password, string? OneTimePassword, byte[] Csr);

/// <summary>The user allows the holder of this certificate's key to renew it without him, again and again, until he or the bank withdraws it.</summary>
/// <param name="RequestKey">Made by the program; a mailed one-time password counts for it alone.</param>
/// <param name="Password">ログインパスワード</param>
public sealed record UnattendedRenewalConsent(Guid RequestKey, string Password, string? OneTimePassword);
