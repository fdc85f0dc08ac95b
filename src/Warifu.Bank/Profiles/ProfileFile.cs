using Warifu.Web.Keyboards;
using Warifu.Wire;

namespace Warifu.Bank.Profiles;

/// <summary>Reads a bank's profile file and checks all of it, so that everything wrong is told at once.</summary>
public static class ProfileFile
{
    public static readonly Refusal Wrong = new("bank-profile-wrong", 503,
        new("金融機関のプロファイルに誤りがあるため、始められません。", "The bank's profile has errors, so the bank cannot start."),
        new("下の項目をすべて直してから、もう一度始めてください。", "Correct everything listed and start again."));

    /// <summary>Names of the faces every bank has.</summary>
    internal static readonly IReadOnlyList<string> FaceNames = ["www", "cert", "api", "staff"];

    public static Outcome<BankProfile> Read(string yaml) => YamlFile.Read<ProfileText, BankProfile>(yaml, Wrong, text =>
    {
        var checking = new ProfileChecks();
        var profile = Make(text, checking);
        checking.InBrowser(profile);
        return checking.Faults.Count == 0 ? profile : Refused(checking.Faults);
    });

    /// <summary>Banks of one process keep apart by code, host name and port.</summary>
    /// <returns>Null when they do.</returns>
    public static Refusal? SideBySide(IReadOnlyCollection<BankProfile> profiles)
    {
        var faults = new List<Phrase>();
        var places = profiles.SelectMany(profile => profile.Faces.Values).ToList();
        Twice(profiles.Select(profile => profile.Code.Value), "code");
        Twice(places.Select(place => place.Host), "faces.host");
        Twice(places.Select(place => $"{place.Port}"), "faces.port");
        return faults.Count == 0 ? null : Refused(faults);

        void Twice(IEnumerable<string> values, string key) => faults.AddRange(values.GroupBy(value => value).Where(same => same.Count() > 1)
            .Select(same => new Phrase($"{key}: {same.Key} が二つのプロファイルにあります。", $"{key}: {same.Key} is in two profiles.")));
    }

    private static Refusal Refused(IReadOnlyList<Phrase> faults) => Wrong with
    {
        Detail = new(string.Join('\n', faults.Select(fault => fault.Ja)), string.Join('\n', faults.Select(fault => fault.En))),
    };

    private static BankProfile Make(ProfileText text, ProfileChecks check) => new()
    {
        Code = check.Code(text.Code),
        Name = check.Words("name", text.Name),
        KanaName = check.Kana("kana-name", text.KanaName),
        Service = check.Words("service", text.Service),
        Help = check.Words("help", text.Help),
        Accent = check.Accent(text.Accent),
        Faces = check.Faces(text.Faces),
        SignIn = new(
            check.Number("sign-in.tries", text.SignIn?.Tries, 1, 10),
            TimeSpan.FromMinutes(check.Number("sign-in.idle-minutes", text.SignIn?.IdleMinutes, 1, 24 * 60)))
        {
            ById = check.Given("sign-in.by-id", text.SignIn?.ById),
        },
        Password = new(
            check.Number("password.minimum-length", text.Password?.MinimumLength, 8, 64),
            check.Number("password.days-valid", text.Password?.DaysValid, 1, 3650),
            check.Number("password.remembered", text.Password?.Remembered, 0, 24)),
        SoftwareKeyboard = check.Named<KeyOrder>("software-keyboard", text.SoftwareKeyboard),
        Certificate = Certificate(text.Certificate, check),
        OneTime = check.OneTime(text.OneTimePassword),
        Mail = check.Mail(text.Mail),
        Statement = new(
            check.Number("statement.history-days", text.Statement?.HistoryDays, 1, 3660),
            check.Number("statement.lines-on-page", text.Statement?.LinesOnPage, 10, 500)),
        ApiLink = text.ApiLink is { } link ? check.ApiLink(link) : null,
        UserKinds = check.Kinds(text.UserKinds),
    };

    private static CertificatePolicy Certificate(ProfileText.CertificatePart? part, ProfileChecks check)
    {
        var days = check.Number("certificate.validity-days", part?.ValidityDays, 1, 1096);
        var window = check.Number("certificate.renewal-window-days", part?.RenewalWindowDays, 1, 1095);
        if (window >= days)
            check.Fault("certificate.renewal-window-days", "有効期間より短くしてください。", "must be shorter than the validity.");
        var silence = part?.AuthoritySilenceMinutes ?? CertificatePolicy.UsualSilenceMinutes;
        var credential = part?.EnrolmentCredentialHours ?? CertificatePolicy.UsualCredentialHours;
        return new(days, TimeSpan.FromDays(window), check.Named<Overlap>("certificate.overlap", part?.Overlap))
        {
            AcquisitionPassword = check.Given("certificate.acquisition-password", part?.AcquisitionPassword),
            AcquisitionInBrowser = check.Given("certificate.acquisition-in-browser", part?.AcquisitionInBrowser),
            RenewalInBrowser = check.Named<RenewalInBrowser>("certificate.renewal-in-browser", part?.RenewalInBrowser),
            BrowserKey = check.Named<BrowserKey>("certificate.browser-key", part?.BrowserKey),
            LoginPasswordSuffices = TimeSpan.FromDays(check.Number("certificate.login-password-suffices-days", part?.LoginPasswordSufficesDays, 0, 90)),
            UnattendedRenewal = check.Given("certificate.unattended-renewal", part?.UnattendedRenewal),
            ProgramDownload = check.Download(part),
            ReplacementWait = part?.ReplacementWaitHours is { } wait ? TimeSpan.FromHours(check.Number("certificate.replacement-wait-hours", wait, 0, 7 * 24)) : null,
            UsbToken = check.Given("certificate.usb-token", part?.UsbToken),
            NoticeDays = check.NoticeDays(part?.NoticeDays, window),
            RenewalChoice = check.Given("certificate.renewal-choice", part?.RenewalChoice),
            CommonName = check.Named<CommonNameStyle>("certificate.common-name", part?.CommonName),
            AuthoritySilence = TimeSpan.FromMinutes(check.Number("certificate.authority-silence-minutes", silence, 2, 24 * 60)),
            CredentialLife = TimeSpan.FromHours(check.Number("certificate.enrolment-credential-hours", credential, 1, 30 * 24)),
        };
    }
}
