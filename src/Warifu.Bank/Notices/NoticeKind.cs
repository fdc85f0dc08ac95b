namespace Warifu.Bank.Notices;

/// <summary>What a user is told on his home page and by mail, because it may be the work of somebody else.</summary>
internal enum NoticeKind
{
    Locked,
    Unlocked,
    SessionShownElsewhere,
    PasswordChanged,
    MailAddressChanged,
    AuthenticatorRegistered,
    AuthenticatorRemoved,
    CertificateRenewed,
    UnattendedRenewalAllowed,
    UnattendedRenewalWithdrawn,
    ReplacementAsked,
    ReplacementApproved,
    ReplacementStopped,
    LinkAllowed,
    LinkWithdrawn,
    LinkEnding,
}
