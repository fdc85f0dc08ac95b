using Warifu.Postgres;

namespace Warifu.Bank.History;

/// <summary>What users and the bank do that a customer may look up later (操作履歴).</summary>
internal enum Act
{
    SignedIn,
    SignInFailed,
    SignInRefused,
    SignedOut,
    SessionShownElsewhere,
    PasswordChanged,
    EnrolmentFailed,
    EnrolmentCredentialMade,
    EnrolmentCredentialFailed,
    CertificateIssued,
    CertificateRenewed,
    ConfirmationFailed,
    CertificateRevoked,
    CertificateSuspended,
    CertificateResumed,
    StatementImported,
}

/// <summary>Who acts, and from where. The row is written in the unit of work of the act itself.</summary>
/// <param name="LoginId">Or <c>staff</c> for the bank, <c>authority</c> for the Authority.</param>
/// <param name="From">The client's address.</param>
internal sealed record HistoryEntry(string? ContractId, string LoginId, string? From)
{
    public const string Staff = "staff";
    public const string Authority = "authority";

    /// <param name="detail">What it was done to, such as a login ID and a serial; never a secret.</param>
    public Task WriteAsync(Work work, Act act, string? detail, DateTimeOffset at) => work.ExecuteAsync("""
        insert into history (bank_code, at, contract_id, login_id, act, detail, from_address)
        values (@Tenant, @at, @ContractId, @LoginId, @name, @detail, @From)
        """, new { work.Tenant, at, ContractId, LoginId, name = Name(act), detail, From });

    private static string Name(Act act) => act switch
    {
        Act.SignedIn => "signed-in",
        Act.SignInFailed => "sign-in-failed",
        Act.SignInRefused => "sign-in-refused",
        Act.SignedOut => "signed-out",
        Act.SessionShownElsewhere => "session-shown-elsewhere",
        Act.PasswordChanged => "password-changed",
        Act.EnrolmentFailed => "enrolment-failed",
        Act.EnrolmentCredentialMade => "enrolment-credential-made",
        Act.EnrolmentCredentialFailed => "enrolment-credential-failed",
        Act.CertificateIssued => "certificate-issued",
        Act.CertificateRenewed => "certificate-renewed",
        Act.ConfirmationFailed => "confirmation-failed",
        Act.CertificateRevoked => "certificate-revoked",
        Act.CertificateSuspended => "certificate-suspended",
        Act.CertificateResumed => "certificate-resumed",
        Act.StatementImported => "statement-imported",
        _ => throw new ArgumentOutOfRangeException(nameof(act)),
    };
}
