using Warifu.Bank.Notices;
using Warifu.Postgres;
using Warifu.Tests.Postgres;
using Warifu.Tests.Web;
using Warifu.Worlds;

namespace Warifu.Tests.Bank.Notices;

public sealed class SendMailTests(TestCluster cluster) : IDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private readonly string folder = Directory.CreateTempSubdirectory("warifu-mail-").FullName;

    private string Mail => Path.Combine(folder, "mail");

    [Fact]
    public async Task A_mail_reaches_its_reader_whole_once_and_is_forgotten_here()
    {
        await using var receiver = await MailReceiver.StartAsync(Mail, TestParty.FreePort(), Cancel);
        await using var bank = await TestBank.StartAsync(cluster, relay: new("localhost", receiver.Port) { StartTls = false });
        await TellAsync(bank);
        await Until.TrueAsync(async () => await UnsentAsync(bank) == 0);
        var mail = Assert.Single(await receiver.ReadAsync(Cancel));
        Assert.Equal(("あさぎり信用組合 <oshirase@asagiri.example>", "ken@minato.example", "【あさぎり信用組合】ログインパスワードが変更されました。"), (mail.From, mail.To, mail.Subject));
        Assert.Contains("磯部 健 様", mail.Text, StringComparison.Ordinal);
        Assert.Contains("The login password was changed.", mail.Text, StringComparison.Ordinal);
        var id = await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<Guid>("select mail_id from mail where letter is null and sent_at is not null"), Cancel);
        Assert.Equal($"<{id:N}@asagiri.example>", mail.MessageId);
    }

    [Fact]
    public async Task A_relay_that_is_away_gets_it_when_it_is_back()
    {
        var port = TestParty.FreePort();
        await using var bank = await TestBank.StartAsync(cluster, relay: new("localhost", port) { StartTls = false });
        await TellAsync(bank);
        await Until.TrueAsync(async () => await bank.Database.WithoutTenantAsync(work => work.SingleAsync<int>("select max(attempts) from job where kind = 'send-mail'"), Cancel) > 0);
        await using var receiver = await MailReceiver.StartAsync(Mail, port, Cancel);
        Assert.Empty(await receiver.ReadAsync(Cancel));
        bank.Time.Advance(TimeSpan.FromMinutes(10));
        await Until.TrueAsync(async () => await UnsentAsync(bank) == 0);
        Assert.Single(await receiver.ReadAsync(Cancel));
    }

    [Fact]
    public async Task Two_nodes_with_many_mails_send_each_once()
    {
        await using var receiver = await MailReceiver.StartAsync(Mail, TestParty.FreePort(), Cancel);
        await using var bank = await TestBank.StartAsync(cluster);
        for (var n = 0; n < 20; n++)
            await TellAsync(bank);
        var relay = new MailRelay("localhost", receiver.Port) { StartTls = false };
        var handler = new SendMail(bank.Database, bank.Get<Warifu.Bank.Banks>(), bank.Get<Outbox>(), relay, Microsoft.Extensions.Logging.Abstractions.NullLogger<SendMail>.Instance);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            using var runner = new Warifu.Postgres.Jobs.JobRunner(
                bank.Database, bank.Get<Warifu.Postgres.Jobs.Wakeup>(), [handler], Microsoft.Extensions.Logging.Abstractions.NullLogger<Warifu.Postgres.Jobs.JobRunner>.Instance);
            while (await runner.DoNextAsync(Cancel))
            {
            }
        }));
        var mails = await receiver.ReadAsync(Cancel);
        Assert.Equal((20, 20), (mails.Count, mails.DistinctBy(mail => mail.MessageId).Count()));
    }

    [Fact]
    public async Task An_act_that_was_rolled_back_sends_nothing()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await Assert.ThrowsAsync<TimeoutException>(() => bank.Database.InTenantAsync(TestBank.Code, async work =>
        {
            await bank.Get<UserNotices>().TellAsync(work, await UserAsync(work), NoticeKind.PasswordChanged, null, bank.Time.GetUtcNow());
            throw new TimeoutException();
        }, Cancel));
        Assert.Empty(await bank.LettersAsync());
        Assert.Equal(0, await bank.Database.WithoutTenantAsync(work => work.SingleAsync<int>("select count(*)::int from job"), Cancel));
    }

    [Fact]
    public async Task A_waiting_mail_cannot_be_read_in_the_database()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await TellAsync(bank);
        var row = await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<byte[]>("select letter from mail"), Cancel);
        Assert.DoesNotContain("minato.example", System.Text.Encoding.UTF8.GetString(row), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relay_that_wants_TLS_and_an_account_gets_both_and_one_that_is_not_trusted_gets_nothing()
    {
        using var relay = await StrictRelay.StartAsync();
        using var other = await StrictRelay.StartAsync();
        Assert.False(await TrustingSender.SendAsync(relay.Port, other.Certificate));
        Assert.True(await TrustingSender.SendAsync(relay.Port, relay.Certificate));
        Assert.Equal("件名", Assert.Single(await MailReceiver.ReadAsync(relay.Mail, Cancel)).Subject);
    }

    [Fact]
    public async Task Without_STARTTLS_at_the_relay_nothing_is_said_in_clear()
    {
        await using var receiver = await MailReceiver.StartAsync(Mail, TestParty.FreePort(), Cancel);
        await Assert.ThrowsAsync<System.Net.Mail.SmtpException>(() => Delivery.SendAsync(
            new("localhost", receiver.Port), TestBank.Asagiri, Guid.NewGuid(), new("ken@minato.example", "件名", "本文"), Cancel));
        Assert.Empty(await receiver.ReadAsync(Cancel));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Task TellAsync(TestBank bank) => bank.Database.InTenantAsync(TestBank.Code, async work =>
        await bank.Get<UserNotices>().TellAsync(work, await UserAsync(work), NoticeKind.PasswordChanged, null, bank.Time.GetUtcNow()), Cancel);

    private static Task<Guid> UserAsync(Work work) => work.SingleAsync<Guid>("select user_id from customer_user where login_id = 'minato03'");

    private static Task<int> UnsentAsync(TestBank bank) =>
        bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<int>("select count(*)::int from mail where letter is not null"), Cancel);
}
