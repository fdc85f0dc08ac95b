using Warifu.Bank.SignIn;
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
    OneTimeFailed,
    LoginIdTaken,
    LoginIdFailed,
    AuthenticatorRegistered,
    AuthenticatorRemoved,
    DoorLocked,
    PasswordMailed,
    MailedPasswordFailed,
    DoorUnlocked,
    PasswordChanged,
    ConfirmationPasswordChanged,
    MailAddressChanged,
    UserAdded,
    UserChanged,
    UserDeleted,
    UserStopped,
    UserResumed,
    MastershipHandedOver,
    StaffAdmitted,
    StaffGone,
    StaffSignedIn,
    StaffSignedOut,
    StaffRequested,
    StaffApproved,
    StaffRejected,
    StaffPinDiffered,
    StaffWithdrawn,
    EnrolmentFailed,
    EnrolmentCredentialMade,
    EnrolmentCredentialFailed,
    CertificateIssued,
    CertificateRenewed,
    UnattendedRenewalAllowed,
    UnattendedRenewalWithdrawn,
    ReplacementAsked,
    ReplacementApproved,
    ReplacementStopped,
    ReplacementCodeWrong,
    ConfirmationFailed,
    CertificateRevoked,
    CertificateSuspended,
    CertificateResumed,
    StatementImported,
    StatementDownloaded,
    SignedInToLink,
    InquiryPinRegistered,
    InquiryPinWrong,
    LinkAllowed,
    LinkRefused,
    LinkWithdrawn,
    LinkUsed,
    ClientRegistered,
    ClientStopped,
}

/// <summary>Who acts, and from where. The row is written in the unit of work of the act itself.</summary>
/// <param name="LoginId">Or <c>staff</c> for the bank, <c>authority</c> for the Authority.</param>
/// <param name="From">The client's address.</param>
internal sealed record HistoryEntry(string? ContractId, string LoginId, string? From)
{
    public const string Staff = "staff";
    public const string Authority = "authority";

    /// <summary>SHA-256 of the certificate it was done with; null when there was none.</summary>
    public byte[]? Certificate { get; init; }

    /// <summary>A member of staff; customers see only that it was the bank.</summary>
    public static string OfStaff(string staffId) => $"{Staff}:{staffId}";

    public static HistoryEntry Of(Session session, string? from) => new(session.ContractId, session.LoginId, from) { Certificate = session.Certificate?.Sha256 };

    /// <param name="detail">What it was done to, such as a login ID and a serial; never a secret.</param>
    public Task WriteAsync(Work work, Act act, string? detail, DateTimeOffset at) => WriteAsync(work, act, [new(this, detail, at)]);

    /// <summary>Several entries of one kind, in their order.</summary>
    public static Task WriteAsync(Work work, Act act, IReadOnlyList<DoneAct> all) => work.ExecuteAsync("""
        insert into history (bank_code, at, contract_id, login_id, act, detail, from_address, certificate_serial)
        select @Tenant, done.at, done.contract_id, done.login_id, @name, done.detail, done.from_address,
          coalesce((select serial from certificate where bank_code = @Tenant and sha256 = done.certificate),
            (select serial from staff_certificate where bank_code = @Tenant and sha256 = done.certificate))
        from unnest(@ats, @contracts, @logins, @details, @froms, @certificates) with ordinality
          done (at, contract_id, login_id, detail, from_address, certificate, place)
        order by done.place
        """, new
    {
        work.Tenant,
        name = ActWords.Name(act),
        ats = all.Select(one => one.At).ToArray(),
        contracts = all.Select(one => one.Entry.ContractId).ToArray(),
        logins = all.Select(one => one.Entry.LoginId).ToArray(),
        details = all.Select(one => one.Detail).ToArray(),
        froms = all.Select(one => one.Entry.From).ToArray(),
        certificates = all.Select(one => one.Entry.Certificate).ToArray(),
    });
}

/// <param name="Detail">What it was done to; never a secret.</param>
internal sealed record DoneAct(HistoryEntry Entry, string? Detail, DateTimeOffset At);
