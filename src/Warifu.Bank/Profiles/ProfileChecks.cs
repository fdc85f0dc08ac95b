using System.Text.RegularExpressions;
using Warifu.Bank.Notices;
using Warifu.Wire;

namespace Warifu.Bank.Profiles;

/// <summary>Checks of single values. Each notes what is wrong and goes on with a stand-in, so that one look finds everything.</summary>
internal sealed partial class ProfileChecks
{
    private const string LightPaper = "#ffffff";
    private const string DarkPaper = "#10161d";

    private readonly List<Phrase> faults = [];

    public IReadOnlyList<Phrase> Faults => faults;

    public void Fault(string key, string ja, string en) => faults.Add(new($"{key}: {ja}", $"{key}: {en}"));

    public BankCode Code(string? text)
    {
        if (text is { Length: 4 } && text.All(char.IsAsciiDigit))
            return new(text);
        Fault("code", "4 桁の数字にしてください。", "must be four digits.");
        return new("0000");
    }

    public Phrase Words(string key, ProfileText.Words? words)
    {
        if (words is { Ja.Length: > 0, En.Length: > 0 })
            return new(words.Ja, words.En);
        Fault(key, "日本語 (ja) と英語 (en) の両方が必要です。", "needs both Japanese (ja) and English (en).");
        return new("", "");
    }

    public string Kana(string key, string? text)
    {
        if (text is { Length: >= 1 and <= 15 } && text.All(letter => letter is (>= ' ' and <= '~') or (>= '｡' and <= 'ﾟ')))
            return text;
        Fault(key, "半角で 1〜15 文字にしてください。", "must be 1 to 15 half-width characters.");
        return "";
    }

    public int Number(string key, int? number, int least, int most)
    {
        if (number >= least && number <= most)
            return number.Value;
        Fault(key, $"{least}〜{most} の数にしてください。", $"must be a number from {least} to {most}.");
        return least;
    }

    public bool Given(string key, bool? value)
    {
        if (value is null)
            Fault(key, "true か false にしてください。", "must be true or false.");
        return value == true;
    }

    public T Named<T>(string key, string? text)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (Hyphenated(value) == text)
                return value;
        var all = string.Join(", ", Enum.GetValues<T>().Select(Hyphenated));
        Fault(key, $"次のいずれかにしてください: {all}", $"must be one of: {all}");
        return default;
    }

    public (string Light, string Dark) Accent(ProfileText.Colours? colours)
    {
        if (colours is null || !Contrast.IsColour(colours.Light) || !Contrast.IsColour(colours.Dark))
        {
            Fault("accent", "light と dark を #rrggbb で書いてください。", "needs light and dark as #rrggbb.");
            return (LightPaper, DarkPaper);
        }
        if (Contrast.Of(colours.Light!, LightPaper) < Contrast.Enough)
            Fault("accent.light", "白い文字とのコントラストが 4.5 に足りません。", "has less than 4.5 contrast with white.");
        if (Contrast.Of(colours.Dark!, DarkPaper) < Contrast.Enough)
            Fault("accent.dark", "暗い文字とのコントラストが 4.5 に足りません。", "has less than 4.5 contrast with dark text.");
        return (colours.Light!, colours.Dark!);
    }

    public IReadOnlyDictionary<string, FacePlace> Faces(Dictionary<string, ProfileText.Place>? faces)
    {
        var places = new Dictionary<string, FacePlace>();
        foreach (var unknown in (faces ?? []).Keys.Except(ProfileFile.FaceNames))
            Fault($"faces.{unknown}", "このような入口はありません。", "there is no such face.");
        foreach (var name in ProfileFile.FaceNames)
        {
            var place = faces?.GetValueOrDefault(name);
            if (place?.Host is not { } host || !HostName().IsMatch(host))
                Fault($"faces.{name}.host", "小文字のホスト名が必要です。", "needs a host name in lower case.");
            places[name] = new(place?.Host ?? name, Number($"faces.{name}.port", place?.Port, 1, 65535));
        }
        if (places.Values.DistinctBy(place => place.Host).Count() < places.Count)
            Fault("faces", "ホスト名はそれぞれ別にしてください。", "each needs a host name of its own.");
        if (places.Values.DistinctBy(place => place.Port).Count() < places.Count)
            Fault("faces", "ポートはそれぞれ別にしてください。", "each needs a port of its own.");
        return places;
    }

    public OneTimePolicy OneTime(ProfileText.OneTimePart? part)
    {
        const string key = "one-time-password";
        var asked = Named<OneTimeAsked>(key + ".asked", part?.Asked);
        IReadOnlyList<OneTimeWay> ways = [.. (part?.Ways ?? []).Select(way => Named<OneTimeWay>(key + ".ways", way)).Distinct()];
        if (asked != OneTimeAsked.Never && ways.Count == 0)
            Fault(key + ".ways", "尋ねるなら、mail と totp のどちらかが必要です。", "needs mail or totp where it is asked.");
        return new(
            asked, ways, TimeSpan.FromMinutes(Number(key + ".minutes", part?.Minutes, 1, 60)), Number(key + ".mails-per-hour", part?.MailsPerHour, 1, 60));
    }

    /// <summary>What makes no sense together.</summary>
    public void InBrowser(BankProfile profile)
    {
        var certificate = profile.Certificate;
        if (certificate is { AcquisitionPassword: true, AcquisitionInBrowser: false })
            Fault("certificate.acquisition-in-browser", "電子証明書取得用パスワードはブラウザでの取得に使います。true にしてください。", "must be true where there is an acquisition password: only the browser's page asks for it.");
        if (certificate is { AcquisitionPassword: false, LoginPasswordSuffices.Days: > 0 })
            Fault("certificate.login-password-suffices-days", "電子証明書取得用パスワードのない金融機関では 0 にしてください。", "must be 0 where there is no acquisition password.");
        if (profile.OneTime.Asked != OneTimeAsked.Never && (certificate.AcquisitionInBrowser || certificate.RenewalInBrowser != RenewalInBrowser.None))
            Fault("one-time-password.asked", "ブラウザで取得または更新する金融機関では never にしてください。", "must be never where certificates are acquired or renewed in the browser.");
    }

    /// <summary>Where the program is fetched.</summary>
    public Uri? Download(ProfileText.CertificatePart? part)
    {
        if (Uri.TryCreate(part?.ProgramDownload, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps)
            return address;
        if (part?.ProgramDownload is not null || part?.AcquisitionPassword != true)
            Fault("certificate.program-download", "アプリを使うなら、https のアドレスが必要です。", "needs an https address where the program is used.");
        return null;
    }

    public IReadOnlyList<int> NoticeDays(List<int>? days, int window)
    {
        if (days is { Count: > 0 } && days.All(day => day >= 1 && day <= window) && days.Distinct().Count() == days.Count)
            return [.. days.OrderDescending()];
        Fault("certificate.notice-days", "1 から更新できる日数までの、異なる日数を 1 つ以上書いてください。", "needs different numbers of days, each from 1 to the renewal window.");
        return [window];
    }

    public MailPolicy Mail(ProfileText.MailPart? part)
    {
        var languages = part?.Languages ?? [];
        if (!MailAddress.Holds(part?.From ?? ""))
            Fault("mail.from", "メールアドレスが必要です。", "needs a mail address.");
        if (languages.Count == 0 || languages.Distinct().Count() < languages.Count || languages.Except(["ja", "en"]).Any())
            Fault("mail.languages", "ja と en のどちらか、または両方にしてください。", "must be ja, en, or both.");
        return new(part?.From ?? "", languages);
    }

    public ApiLinkPolicy ApiLink(ProfileText.ApiLinkPart part)
    {
        if (part.TermsVersion is not { Length: >= 1 and <= 20 })
            Fault("api-link.terms-version", "1〜20 文字の版が必要です。", "needs a version of 1 to 20 characters.");
        return new(
            TimeSpan.FromDays(Number("api-link.days-valid", part.DaysValid, 1, 366)),
            TimeSpan.FromMinutes(Number("api-link.token-minutes", part.TokenMinutes, 1, 60)),
            Number("api-link.calls-per-minute", part.CallsPerMinute, 1, 6000),
            part.TermsVersion ?? "",
            Words("api-link.terms", part.Terms));
    }

    public IReadOnlyList<UserKind> Kinds(List<ProfileText.KindPart>? parts)
    {
        if (parts is not { Count: > 0 })
            Fault("user-kinds", "1 つ以上必要です。", "needs at least one.");
        var kinds = (parts ?? []).Select(Kind).ToList();
        if (kinds.DistinctBy(kind => kind.Id).Count() < kinds.Count)
            Fault("user-kinds", "id はそれぞれ別にしてください。", "each needs an id of its own.");
        return kinds;
    }

    private UserKind Kind(ProfileText.KindPart part, int place)
    {
        var key = $"user-kinds[{place}]";
        if (part.Id is null || !KindId().IsMatch(part.Id))
            Fault(key + ".id", "小文字の英字とハイフンにしてください。", "must be lower-case letters and hyphens.");
        return new(
            part.Id ?? "", Words(key + ".name", part.Name), part.OnePerContract, part.RevokedByStaffOnly,
            [.. (part.Rights ?? []).Select(right => Named<Right>(key + ".rights", right))]);
    }

    private static string Hyphenated<T>(T value)
        where T : struct, Enum => Capitals().Replace($"{value}", "-$0").TrimStart('-').ToLowerInvariant();

    [GeneratedRegex("[A-Z]", RegexOptions.None, 100)]
    private static partial Regex Capitals();

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex KindId();

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex HostName();
}
