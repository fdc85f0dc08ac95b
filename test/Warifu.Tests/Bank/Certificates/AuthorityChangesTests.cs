using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Hosting;
using Warifu.Bank.Certificates;
using Warifu.Pki.Certificates;
using Warifu.Pki.Revocations;
using Warifu.Tests.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Bank.Certificates;

public sealed class AuthorityChangesTests(TestCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_revocation_at_the_Authority_ends_the_open_session_at_its_next_request()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var certificate = await bank.CertificateOfAsync("minato03");
        using var user = await bank.SignedInAsync("minato03", certificate);

        var change = bank.Authority.Changes.Add(SerialOf(certificate), ChangeKind.Revoked, RevocationReason.KeyCompromise, bank.Time.GetUtcNow());
        await HeardAsync(bank, change.Number);

        Assert.Equal("certificate-revoked", await CodeAsync(user, bank));
        Assert.Equal(["signed-in", "certificate-revoked"], await bank.ActsAsync());
        Assert.Equal("KeyCompromise authority", await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<string>(
            "select revocation_reason || ' ' || revoked_by from certificate where state = 'revoked'"), Cancel));
    }

    [Fact]
    public async Task A_suspended_certificate_lets_nobody_in_and_no_other_is_issued_beside_it_until_it_is_resumed()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var certificate = await bank.CertificateOfAsync("minato03");
        using var user = await bank.SignedInAsync("minato03", certificate);
        var serial = SerialOf(certificate);

        await HeardAsync(bank, bank.Authority.Changes.Add(serial, ChangeKind.Suspended, RevocationReason.CertificateHold, bank.Time.GetUtcNow()).Number);
        Assert.Equal("certificate-suspended", await CodeAsync(user, bank));
        Assert.Equal("certificate-suspended", await CodeAsync(user, bank, "/sign-in"));
        using var administrator = await bank.SignedInAsync("minato02");
        await administrator.OpenAsync(bank.Cert("/manage/users/certificates"));
        Assert.Contains("一時停止中", administrator.Text("tr[data-login-id=minato03] .state"), StringComparison.Ordinal);
        Assert.False(administrator.Page.QuerySelector("#user-minato03")!.HasAttribute("disabled"));
        await HeardAsync(bank, bank.Authority.Changes.Add(serial, ChangeKind.Resumed, null, bank.Time.GetUtcNow()).Number);

        Assert.Null(await CodeAsync(user, bank));
        Assert.Equal(["certificate-suspended", "certificate-resumed"], (await bank.ActsAsync()).Where(act => act.StartsWith("certificate", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_change_that_comes_again_changes_nothing_and_one_left_out_is_noticed()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.StopAsync();
        using var certificate = await bank.CertificateOfAsync("minato03");
        var now = bank.Time.GetUtcNow();
        var suspended = new CertificateChange(1, SerialOf(certificate), ChangeKind.Suspended, RevocationReason.CertificateHold, now);
        var resumed = new CertificateChange(2, SerialOf(certificate), ChangeKind.Resumed, null, now);

        await TakeAsync(bank, suspended);
        await TakeAsync(bank, resumed);
        await TakeAsync(bank, suspended);

        Assert.Equal("active", await StateAsync(bank, certificate));
        await Assert.ThrowsAsync<MissingChangeException>(() => TakeAsync(bank, suspended with { Number = 4 }));
        await Assert.ThrowsAsync<MissingChangeException>(() => bank.Database.InTenantAsync(
            TestBank.Code, work => AuthorityHearing.BeatAsync(work, new ChangeHeartbeat(3), now), Cancel));
        Assert.Equal(2, (await HearingAsync(bank)).Number);
    }

    [Fact]
    public async Task A_change_broken_off_before_its_commit_left_nothing_and_is_taken_again()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.StopAsync();
        using var certificate = await bank.CertificateOfAsync("minato03");
        var change = new CertificateChange(1, SerialOf(certificate), ChangeKind.Revoked, RevocationReason.KeyCompromise, bank.Time.GetUtcNow());

        await Assert.ThrowsAsync<TimeoutException>(() => bank.Database.InTenantAsync(TestBank.Code, async work =>
        {
            await AuthorityHearing.TakeAsync(work, change, bank.Time.GetUtcNow());
            throw new TimeoutException("The process ends here.");
        }, Cancel));
        Assert.Equal(("active", 0L), (await StateAsync(bank, certificate), (await HearingAsync(bank)).Number));

        await TakeAsync(bank, change);
        Assert.Equal(("revoked", 1L), (await StateAsync(bank, certificate), (await HearingAsync(bank)).Number));
    }

    [Fact]
    public async Task Nodes_that_hear_the_same_change_at_once_apply_it_once()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.StopAsync();
        using var certificate = await bank.CertificateOfAsync("minato03");
        var change = new CertificateChange(1, SerialOf(certificate), ChangeKind.Revoked, RevocationReason.KeyCompromise, bank.Time.GetUtcNow());

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TakeAsync(bank, change)));

        Assert.Equal(["certificate-revoked"], await bank.ActsAsync());
    }

    [Fact]
    public async Task A_certificate_that_ended_before_it_was_entered_enters_as_ended()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.StopAsync();
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var now = bank.Time.GetUtcNow();
        var made = bank.Authority.Issue(
            Warifu.Pki.Requests.SigningRequest.Make(key, Warifu.Pki.Names.Subject.Empty), "minato03 A003 20261121180000000001", "MINATO", now, 365);

        // Listening begins with the row; the server may have been stopped before it came to that.
        await HearingAsync(bank);
        await TakeAsync(bank, new CertificateChange(1, made.Serial, ChangeKind.Revoked, RevocationReason.KeyCompromise, now));
        await bank.ExecuteAsync("""
            insert into certificate (bank_code, sha256, serial, user_id, common_name, spki_sha256, not_before, not_after, der, entered_at)
            select '9972', @Sha256, @serial, user_id, 'x', @Sha256, @NotBefore, @NotAfter, @der, @NotBefore from customer_user where login_id = 'minato03'
            """, new { made.Sha256, serial = made.Serial.Hex, made.NotBefore, made.NotAfter, der = made.Der.ToArray() });

        Assert.Equal("revoked", await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<string>("select state from certificate"), Cancel));
    }

    [Fact]
    public async Task Broken_off_the_bank_asks_again_after_the_last_number_it_knows()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var certificate = await bank.CertificateOfAsync("minato03");
        var serial = SerialOf(certificate);
        await HeardAsync(bank, bank.Authority.Changes.Add(serial, ChangeKind.Suspended, RevocationReason.CertificateHold, bank.Time.GetUtcNow()).Number);

        bank.Authority.Changes.BreakOff();
        await HeardAsync(bank, bank.Authority.Changes.Add(serial, ChangeKind.Revoked, RevocationReason.Superseded, bank.Time.GetUtcNow()).Number);

        Assert.Equal(["0", "1"], bank.Authority.Changes.AskedAfter);
        Assert.Equal("revoked", await StateAsync(bank, certificate));
    }

    [Fact]
    public async Task A_silent_Authority_is_noticed_after_a_minute_its_list_is_read_and_after_the_limit_nobody_signs_in()
    {
        await using var bank = await TestBank.StartAsync(cluster, profile =>
            profile with { Certificate = profile.Certificate with { AuthoritySilence = TimeSpan.FromHours(1) } });
        using var his = await bank.CertificateOfAsync("minato03");
        using var hers = await bank.CertificateOfAsync("minato02");
        using var user = await bank.SignedInAsync("minato03", his);
        await bank.StopAsync();
        var (watch, served) = (Hosted<WatchAuthority>(bank), bank.Settings.Banks[0]);

        Assert.False(await watch.LookAsync(served, wasSilent: false, Cancel));
        bank.Time.Advance(AuthorityHearing.Patience);
        bank.Authority.List = ListOf(bank, new RevokedEntry(SerialOf(hers), bank.Time.GetUtcNow(), RevocationReason.KeyCompromise));
        Assert.True(await watch.LookAsync(served, wasSilent: false, Cancel));
        Assert.Equal(("active", "revoked"), (await StateAsync(bank, his), await StateAsync(bank, hers)));
        Assert.Equal(bank.Time.GetUtcNow(), (await HearingAsync(bank)).ListReadAt);
        Assert.Null((await SignInAsync(bank, his)).Refusal);

        bank.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal((503, "authority-silent"), await RefusedAsync(bank, his));
        await bank.Database.InTenantAsync(TestBank.Code, work => AuthorityHearing.BeatAsync(work, new ChangeHeartbeat(0), bank.Time.GetUtcNow()), Cancel);
        Assert.Null((await SignInAsync(bank, his)).Refusal);
        Assert.False(await watch.LookAsync(served, wasSilent: true, Cancel));
    }

    [Fact]
    public async Task A_list_that_another_signed_or_that_is_of_yesterday_is_not_believed()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.StopAsync();
        using var certificate = await bank.CertificateOfAsync("minato03");
        var (watch, served) = (Hosted<WatchAuthority>(bank), bank.Settings.Banks[0]);
        bank.Time.Advance(AuthorityHearing.Patience);
        var sound = ListOf(bank, new RevokedEntry(SerialOf(certificate), bank.Time.GetUtcNow(), RevocationReason.KeyCompromise));

        var forged = (byte[])sound.Clone();
        forged[^1] ^= 1;
        foreach (var list in (byte[][])[forged, sound[..^1], [], [0x30, 0x80, 0, 0]])
        {
            bank.Authority.List = list;
            await watch.LookAsync(served, wasSilent: true, Cancel);
            Assert.Equal("active", await StateAsync(bank, certificate));
        }
        bank.Time.Advance(TimeSpan.FromDays(2));
        bank.Authority.List = sound;
        await watch.LookAsync(served, wasSilent: true, Cancel);

        Assert.Equal("active", await StateAsync(bank, certificate));
        Assert.Null((await HearingAsync(bank)).ListReadAt);
    }

    [Fact]
    public async Task Another_banks_changes_touch_nothing_here()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.StopAsync();
        using var certificate = await bank.CertificateOfAsync("minato03");
        var now = bank.Time.GetUtcNow();

        await bank.Database.InTenantAsync("9971", async work =>
        {
            await AuthorityHearing.OfAsync(work, now);
            await AuthorityHearing.TakeAsync(work, new CertificateChange(1, SerialOf(certificate), ChangeKind.Revoked, RevocationReason.KeyCompromise, now), now);
        }, Cancel);

        Assert.Equal(("active", 0L), (await StateAsync(bank, certificate), (await HearingAsync(bank)).Number));
    }

    /// <summary>Waits until the register has a change; the stream is the real one, so nothing else tells.</summary>
    private static async Task HeardAsync(TestBank bank, long number)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        while ((await bank.Database.InTenantAsync(TestBank.Code, work => AuthorityHearing.OfAsync(work, bank.Time.GetUtcNow()), patience.Token)).Number < number)
            patience.Token.ThrowIfCancellationRequested();
    }

    private static T Hosted<T>(TestBank bank) => bank.Get<IEnumerable<IHostedService>>().OfType<T>().Single();

    private static byte[] ListOf(TestBank bank, params RevokedEntry[] entries)
    {
        var (authorities, now) = (bank.Authority.Authorities, bank.Time.GetUtcNow());
        return new RevocationList(authorities.Issuer, 1, now, now.AddDays(1), entries).Sign(authorities.IssuingKey);
    }

    private static Task TakeAsync(TestBank bank, CertificateChange change) => bank.Database.InTenantAsync(
        TestBank.Code, work => AuthorityHearing.TakeAsync(work, change, bank.Time.GetUtcNow()), Cancel);

    private static Task<AuthorityHearing> HearingAsync(TestBank bank) => bank.Database.InTenantAsync(
        TestBank.Code, work => AuthorityHearing.OfAsync(work, bank.Time.GetUtcNow()), Cancel);

    private static Task<string> StateAsync(TestBank bank, X509Certificate2 certificate) => bank.Database.InTenantAsync(TestBank.Code, work =>
        work.SingleAsync<string>("select state from certificate where serial = @Hex", new { SerialOf(certificate).Hex }), Cancel);

    private static Task<Outcome<Warifu.Bank.SignIn.OneTime.Entered>> SignInAsync(TestBank bank, X509Certificate2 certificate) => bank.Get<Warifu.Bank.SignIn.CertificateSignIn>()
        .RunAsync(TestBank.Code, Certificate.Read(certificate.RawData).Value.Sha256, "Login-0003", null, Cancel);

    private static async Task<(int, string)> RefusedAsync(TestBank bank, X509Certificate2 certificate) =>
        (await SignInAsync(bank, certificate)).Refusal is { } refusal ? (refusal.Status, refusal.Code) : (0, "");

    private static SerialNumber SerialOf(X509Certificate2 certificate) => Certificate.Read(certificate.RawData).Value.Serial;

    private static async Task<string?> CodeAsync(TestBrowser browser, TestBank bank, string path = "/")
    {
        await browser.OpenAsync(bank.Cert(path));
        return browser.Code;
    }
}
