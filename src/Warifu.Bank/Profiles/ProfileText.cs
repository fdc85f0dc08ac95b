namespace Warifu.Bank.Profiles;

/// <summary>The profile file as it stands: everything may be missing until <see cref="ProfileFile"/> has looked at it.</summary>
internal sealed class ProfileText
{
    public string? Code { get; set; }
    public Words? Name { get; set; }
    public string? KanaName { get; set; }
    public Words? Service { get; set; }
    public Words? Help { get; set; }
    public Colours? Accent { get; set; }
    public Dictionary<string, Place>? Faces { get; set; }
    public SignInPart? SignIn { get; set; }
    public PasswordPart? Password { get; set; }
    public string? SoftwareKeyboard { get; set; }
    public CertificatePart? Certificate { get; set; }
    public OneTimePart? OneTimePassword { get; set; }
    public MailPart? Mail { get; set; }
    public StatementPart? Statement { get; set; }
    public ApiLinkPart? ApiLink { get; set; }
    public List<KindPart>? UserKinds { get; set; }

    internal sealed class Words
    {
        public string? Ja { get; set; }
        public string? En { get; set; }
    }

    internal sealed class Colours
    {
        public string? Light { get; set; }
        public string? Dark { get; set; }
    }

    internal sealed class Place
    {
        public string? Host { get; set; }
        public int? Port { get; set; }
    }

    internal sealed class SignInPart
    {
        public int? Tries { get; set; }
        public int? IdleMinutes { get; set; }
        public bool? ById { get; set; }
    }

    internal sealed class PasswordPart
    {
        public int? MinimumLength { get; set; }
        public int? DaysValid { get; set; }
        public int? Remembered { get; set; }
    }

    internal sealed class CertificatePart
    {
        public string? CommonName { get; set; }
        public int? ValidityDays { get; set; }
        public int? RenewalWindowDays { get; set; }
        public string? Overlap { get; set; }
        public bool? AcquisitionPassword { get; set; }
        public bool? AcquisitionInBrowser { get; set; }
        public string? RenewalInBrowser { get; set; }
        public string? BrowserKey { get; set; }
        public int? LoginPasswordSufficesDays { get; set; }
        public bool? UnattendedRenewal { get; set; }
        public bool? UsbToken { get; set; }
        public int? ReplacementWaitHours { get; set; }
        public bool? RenewalChoice { get; set; }
        public List<int>? NoticeDays { get; set; }
        public string? ProgramDownload { get; set; }
        public int? AuthoritySilenceMinutes { get; set; }
        public int? EnrolmentCredentialHours { get; set; }
    }

    internal sealed class OneTimePart
    {
        public string? Asked { get; set; }
        public List<string>? Ways { get; set; }
        public int? Minutes { get; set; }
        public int? MailsPerHour { get; set; }
    }

    internal sealed class MailPart
    {
        public string? From { get; set; }
        public List<string>? Languages { get; set; }
    }

    internal sealed class StatementPart
    {
        public int? HistoryDays { get; set; }
        public int? LinesOnPage { get; set; }
    }

    internal sealed class ApiLinkPart
    {
        public int? DaysValid { get; set; }
        public int? TokenMinutes { get; set; }
        public int? CallsPerMinute { get; set; }
        public string? TermsVersion { get; set; }
        public Words? Terms { get; set; }
    }

    internal sealed class KindPart
    {
        public string? Id { get; set; }
        public Words? Name { get; set; }
        public bool OnePerContract { get; set; }
        public bool RevokedByStaffOnly { get; set; }
        public List<string>? Rights { get; set; }
    }
}
