using Warifu.Web.Keyboards;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Bank.Profiles;

/// <summary>
/// What makes one bank differ from another, read from its profile file and checked as a whole. Two banks differ by
/// profile, never by code.
/// </summary>
public sealed record BankProfile
{
    public required BankCode Code { get; init; }

    public required Phrase Name { get; init; }

    /// <summary>As 全銀 files carry it: half-width kana, at most 15.</summary>
    public required string KanaName { get; init; }

    /// <summary>What the bank calls its internet banking.</summary>
    public required Phrase Service { get; init; }

    /// <summary>Whom a customer asks, on every page.</summary>
    public required Phrase Help { get; init; }

    /// <summary><c>#rrggbb</c> for light and dark pages; both reach AA contrast.</summary>
    public required (string Light, string Dark) Accent { get; init; }

    /// <summary>By face name: <c>www</c>, <c>cert</c>, <c>api</c>, <c>staff</c>.</summary>
    public required IReadOnlyDictionary<string, FacePlace> Faces { get; init; }

    public required SignInPolicy SignIn { get; init; }

    public required PasswordPolicy Password { get; init; }

    /// <summary>Where its keys stand (seed 001, 2.4).</summary>
    public required KeyOrder SoftwareKeyboard { get; init; }

    public required CertificatePolicy Certificate { get; init; }

    public required OneTimePolicy OneTime { get; init; }

    public required MailPolicy Mail { get; init; }

    public required StatementPolicy Statement { get; init; }

    /// <summary>Links to services outside the bank (seed 002); null: it has none.</summary>
    public ApiLinkPolicy? ApiLink { get; init; }

    /// <summary>In the order in which lists show them.</summary>
    public required IReadOnlyList<UserKind> UserKinds { get; init; }

    /// <exception cref="KeyNotFoundException">The database knows a kind that the profile no longer has.</exception>
    public UserKind Kind(string id) =>
        UserKinds.FirstOrDefault(kind => kind.Id == id) ?? throw new KeyNotFoundException($"The profile of {Code} has no user kind '{id}'.");
}

/// <param name="Host">Server name in the handshake.</param>
/// <param name="Port">On localhost, in development.</param>
public sealed record FacePlace(string Host, int Port);

/// <param name="Tries">Wrong passwords in a row before a door locks; 1 to 10 (seed 001: three).</param>
/// <param name="Idle">Without a button pressed, then the session ends (seed 001: 30 minutes).</param>
public sealed record SignInPolicy(int Tries, TimeSpan Idle)
{
    /// <summary>Whether there are contracts that sign in by ID and password (seed 002).</summary>
    public bool ById { get; init; }
}

/// <param name="DaysValid">Calendar days from setting.</param>
/// <param name="Remembered">Earlier passwords that may not come back.</param>
public sealed record PasswordPolicy(int MinimumLength, int DaysValid, int Remembered)
{
    /// <param name="given">By the bank, not chosen by the user.</param>
    /// <param name="setAt">Its day in Japan is the first of <see cref="DaysValid"/> (seed 001, 2.2 (4)).</param>
    public bool MustChange(bool given, DateTimeOffset setAt, DateTimeOffset now) => given || JapanTime.DayOf(now) >= JapanTime.DayOf(setAt).AddDays(DaysValid);
}

/// <param name="ValidityDays">1 to 1,096.</param>
/// <param name="RenewalWindow">This long before the end a certificate is 更新可.</param>
public sealed record CertificatePolicy(int ValidityDays, TimeSpan RenewalWindow, Overlap Overlap)
{
    /// <summary>Where a profile names no other.</summary>
    public const int UsualSilenceMinutes = 60;

    /// <inheritdoc cref="UsualSilenceMinutes"/>
    public const int UsualCredentialHours = 72;

    /// <summary>So long a one-time enrolment credential may wait for its use; an hour to 30 days.</summary>
    public TimeSpan CredentialLife { get; init; } = TimeSpan.FromHours(UsualCredentialHours);

    /// <summary>A certificate is acquired with a password of its own, which the bank hands out on paper (seed 001, 2.1).</summary>
    public bool AcquisitionPassword { get; init; }

    /// <summary>Whether a user's browser makes the key of his first certificate (seed 001, 2.1).</summary>
    public bool AcquisitionInBrowser { get; init; }

    /// <summary>Whether his browser makes that of a successor, and from where he goes there.</summary>
    public RenewalInBrowser RenewalInBrowser { get; init; }

    /// <summary>What a browser makes.</summary>
    public BrowserKey BrowserKey { get; init; }

    /// <summary>So long after the end of a certificate the login password alone acquires the next; zero: never.</summary>
    public TimeSpan LoginPasswordSuffices { get; init; }

    /// <summary>The program issues. It has no place for an acquisition password, so where there is one it does not.</summary>
    public bool HasProgram => !AcquisitionPassword;

    /// <summary>A user may allow his program to renew with the old key alone.</summary>
    public bool UnattendedRenewal { get; init; }

    /// <summary>Who was handed a USB token renews onto it, with the program.</summary>
    public bool UsbToken { get; init; }

    /// <summary>The choice of renewal comes before anything else at every sign-in within the window (seed 004).</summary>
    public bool RenewalChoice { get; init; }

    /// <summary>Days before the end at which users are mailed; none longer than the window.</summary>
    public IReadOnlyList<int> NoticeDays { get; init; } = [];

    /// <summary>Where the program is fetched; null where there is none.</summary>
    public Uri? ProgramDownload { get; init; }

    /// <summary>
    /// So long after a colleague's approval a new PC waits for its certificate; at most a week. Null: new PCs only on paper.
    /// </summary>
    public TimeSpan? ReplacementWait { get; init; }

    /// <summary>What a certificate calls its holder.</summary>
    public CommonNameStyle CommonName { get; init; } = CommonNameStyle.Program;

    /// <summary>After so long without a word of the Authority nobody signs in by certificate; 2 minutes to a day.</summary>
    public TimeSpan AuthoritySilence { get; init; } = TimeSpan.FromMinutes(UsualSilenceMinutes);
}

public enum RenewalInBrowser
{
    None,

    /// <summary>By a button beside sign-in (seed 001, 2.10.1).</summary>
    PasswordPage,

    /// <summary>From a choice after sign-in, and confirmed by a page of its own (seed 004, BSM5002).</summary>
    ChoicePage,
}

public enum BrowserKey
{
    EcP256,
    Rsa2048,
}

/// <summary>What stands in the common name, which browsers show when they ask for a choice.</summary>
public enum CommonNameStyle
{
    /// <summary>Login ID, place in the contract and time of issue (seed 003, CCHK007).</summary>
    Program,

    /// <summary>The user ID alone (seed 001, 2.2 (2)).</summary>
    UserId,
}

/// <summary>What becomes of the old certificate when a new one is there.</summary>
public enum Overlap
{
    ReplaceOnFirstUse,
    UntilExpiry,
}

/// <param name="Asked">When a one-time password is asked after the login password.</param>
/// <param name="Ways">How a user may have it; at least one where it is ever asked.</param>
/// <param name="Life">So long a mailed one counts; 1 to 60 minutes.</param>
/// <param name="MailsPerHour">To one user, of all kinds together; 1 to 60.</param>
public sealed record OneTimePolicy(OneTimeAsked Asked, IReadOnlyList<OneTimeWay> Ways, TimeSpan Life, int MailsPerHour);

public enum OneTimeAsked
{
    Never,

    /// <summary>Where a user signs in from a network he has not signed in from; his first one is not new.</summary>
    NewPlace,

    Always,
}

public enum OneTimeWay
{
    Mail,

    /// <summary>An authenticator app (RFC 6238).</summary>
    Totp,
}

/// <param name="From">Address the bank's mail comes from.</param>
/// <param name="Languages"><c>ja</c>, <c>en</c> or both: a mail has its text in each, in this order.</param>
public sealed record MailPolicy(string From, IReadOnlyList<string> Languages);

/// <param name="HistoryDays">How far back the pages reach.</param>
/// <param name="LinesOnPage">10 to 500.</param>
public sealed record StatementPolicy(int HistoryDays, int LinesOnPage);

/// <param name="Life">So long a link stands before the user is asked again; 1 to 366 days.</param>
/// <param name="TokenLife">So long an access token counts; 1 to 60 minutes.</param>
/// <param name="CallsPerMinute">Of one link; 1 to 6,000.</param>
/// <param name="TermsVersion">Of the text, kept with each consent.</param>
/// <param name="Terms">API利用規定; empty lines part paragraphs.</param>
public sealed record ApiLinkPolicy(TimeSpan Life, TimeSpan TokenLife, int CallsPerMinute, string TermsVersion, Phrase Terms);

/// <summary>A kind of user and what users of it may do.</summary>
/// <param name="RevokedByStaffOnly">His certificate is revoked at the bank, on application form (seed 003).</param>
public sealed record UserKind(string Id, Phrase Name, bool OnePerContract, bool RevokedByStaffOnly, IReadOnlyList<Right> Rights)
{
    public bool May(Right right) => Rights.Contains(right);
}

public enum Right
{
    InquireStatements,
    ManageUsers,
    RevokeCertificates,
    RevokeOwnCertificate,
}
