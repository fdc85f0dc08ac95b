using Warifu.Bank.Profiles;
using Warifu.Web.Faces;
using Warifu.Web.Keyboards;

namespace Warifu.Tests.Bank.Profiles;

public sealed class ProfileFileTests
{
    private static readonly string Asagiri = Repository.Sample("banks/asagiri.yaml");

    private static BankProfile Sample(string name) => ProfileFile.Read(Repository.Sample($"banks/{name}.yaml")).Value;

    [Fact]
    public void The_sample_profile_is_read_as_it_stands()
    {
        var profile = ProfileFile.Read(Asagiri).Value;
        Assert.Equal(("9972", "あさぎり信用組合"), (profile.Code.Value, profile.Name.Ja));
        Assert.Equal((365, TimeSpan.FromDays(40), Overlap.ReplaceOnFirstUse), (profile.Certificate.ValidityDays, profile.Certificate.RenewalWindow, profile.Certificate.Overlap));
        Assert.Equal(new FacePlace("cert.asagiri.test", 7422), profile.Faces["cert"]);
        Assert.True(profile.Kind("master").RevokedByStaffOnly);
        Assert.False(profile.Kind("general").May(Right.RevokeCertificates));
    }

    public static TheoryData<string> Samples =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "samples", "banks")).Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_sample_profile_holds(string file) => Assert.Null(ProfileFile.Read(Repository.Sample($"banks/{file}")).Refusal);

    [Fact]
    public void The_three_styles_differ_by_profile()
    {
        var (tsukinowa, asagiri, shiokaze) = (Sample("tsukinowa"), Sample("asagiri"), Sample("shiokaze"));
        Assert.Equal((CommonNameStyle.UserId, Overlap.UntilExpiry), (tsukinowa.Certificate.CommonName, tsukinowa.Certificate.Overlap));
        Assert.Equal((CommonNameStyle.Program, Overlap.ReplaceOnFirstUse), (asagiri.Certificate.CommonName, asagiri.Certificate.Overlap));
        Assert.Equal((CommonNameStyle.Program, Overlap.UntilExpiry), (shiokaze.Certificate.CommonName, shiokaze.Certificate.Overlap));
        Assert.Equal([30, 40, 40], new[] { tsukinowa, asagiri, shiokaze }.Select(it => (int)it.Certificate.RenewalWindow.TotalDays));
        Assert.Equal([RenewalInBrowser.PasswordPage, RenewalInBrowser.None, RenewalInBrowser.ChoicePage], new[] { tsukinowa, asagiri, shiokaze }.Select(it => it.Certificate.RenewalInBrowser));
        Assert.Equal((true, false), (tsukinowa.Certificate.AcquisitionInBrowser, tsukinowa.Certificate.HasProgram));
        Assert.Equal([false, false, true], new[] { tsukinowa, asagiri, shiokaze }.Select(it => it.Certificate.UsbToken));
        Assert.Equal([false, true, true], new[] { tsukinowa, asagiri, shiokaze }.Select(it => it.Certificate.RenewalChoice));
        Assert.Equal([KeyOrder.Shuffled, KeyOrder.Shuffled, KeyOrder.Ordered], new[] { tsukinowa, asagiri, shiokaze }.Select(it => it.SoftwareKeyboard));
        Assert.Null(ProfileFile.SideBySide([tsukinowa, asagiri, shiokaze]));
    }

    [Fact]
    public void Two_profiles_of_one_server_share_neither_code_nor_host_nor_port()
    {
        var detail = ProfileFile.SideBySide([Sample("asagiri"), Sample("asagiri")])!.Detail!.En;
        Assert.Contains("code: 9972", detail, StringComparison.Ordinal);
        Assert.Contains("faces.host: cert.asagiri.test", detail, StringComparison.Ordinal);
        Assert.Contains("faces.port: 7422", detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_wrong_is_told_at_once()
    {
        var wrong = Asagiri
            .Replace("tries: 3", "tries: 0", StringComparison.Ordinal)
            .Replace("authority-silence-minutes: 60", "authority-silence-minutes: 1", StringComparison.Ordinal)
            .Replace("renewal-window-days: 40", "renewal-window-days: 400", StringComparison.Ordinal)
            .Replace("notice-days: [40, 14, 3]", "notice-days: [0, 3]", StringComparison.Ordinal)
            .Replace("https://download", "http://download", StringComparison.Ordinal)
            .Replace("host: api.asagiri.test", "host: WWW", StringComparison.Ordinal)
            .Replace("replace-on-first-use", "sometimes", StringComparison.Ordinal)
            .Replace("software-keyboard: shuffled", "software-keyboard: upside-down", StringComparison.Ordinal)
            .Replace("\"#1d6348\"", "\"#86d3ae\"", StringComparison.Ordinal);
        var refusal = ProfileFile.Read(wrong).Refusal!;
        Assert.Equal("bank-profile-wrong", refusal.Code);
        foreach (var key in (string[])["sign-in.tries", "certificate.renewal-window-days", "faces.api.host", "certificate.overlap", "certificate.program-download", "certificate.notice-days", "software-keyboard", "certificate.authority-silence-minutes", "accent.light"])
            Assert.Contains(key, refusal.Detail!.En, StringComparison.Ordinal);
        Assert.Equal(9, refusal.Detail!.Ja.Split('\n').Length);
    }

    [Theory]
    [InlineData("tsukinowa", "acquisition-in-browser: true", "acquisition-in-browser: false", "certificate.acquisition-in-browser")]
    [InlineData("tsukinowa", "renewal-in-browser: password-page", "renewal-in-browser: sometimes", "certificate.renewal-in-browser")]
    [InlineData("tsukinowa", "browser-key: ec-p256", "browser-key: rsa512", "certificate.browser-key")]
    [InlineData("tsukinowa", "suffices-days: 0", "suffices-days: 91", "certificate.login-password-suffices-days")]
    [InlineData("shiokaze", "suffices-days: 0", "suffices-days: 3", "certificate.login-password-suffices-days")]
    [InlineData("shiokaze", "asked: never", "asked: always", "one-time-password.asked")]
    public void What_a_browser_may_do_must_make_sense(string bank, string sound, string wrong, string key)
    {
        var text = Repository.Sample($"banks/{bank}.yaml");
        Assert.Contains(sound, text, StringComparison.Ordinal);
        var refusal = ProfileFile.Read(text.Replace(sound, wrong, StringComparison.Ordinal)).Refusal!;
        Assert.StartsWith($"{key}: ", Assert.Single(refusal.Detail!.En.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_that_names_no_limit_for_the_authoritys_silence_has_an_hour()
    {
        var silent = string.Join('\n', Asagiri.Split('\n').Where(line => !line.Contains("authority-silence", StringComparison.Ordinal)));
        Assert.Equal(TimeSpan.FromHours(1), ProfileFile.Read(silent).Value.Certificate.AuthoritySilence);
    }

    [Theory]
    [InlineData("surprise: 1")]
    [InlineData("code: [")]
    public void An_unknown_key_or_broken_yaml_is_named_by_its_line(string tail)
    {
        var refusal = ProfileFile.Read($"{Asagiri}\n{tail}\n").Refusal!;
        Assert.Equal("bank-profile-wrong", refusal.Code);
        Assert.Matches(@"Line \d+, column \d+", refusal.Detail!.En);
    }

    [Fact]
    public void An_empty_file_names_every_missing_part()
    {
        var refusal = ProfileFile.Read("").Refusal!;
        foreach (var key in (string[])["code", "name", "faces.www.host", "password.minimum-length", "statement.history-days", "user-kinds"])
            Assert.Contains(key, refusal.Detail!.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_public_face_does_not_ask_for_a_certificate()
    {
        using var server = Web.TestParty.SelfSigned("CN=server");
        var faces = BankFaces.Of(ProfileFile.Read(Asagiri).Value, new(server, [], server, 443, LocalPorts: true));
        Assert.Equal(["www"], faces.Where(face => face.ClientCertificates == ClientCertificates.NotAsked).Select(face => face.Name));
        Assert.Equal(8, faces.Sum(face => face.Addresses.Count));
    }
}
