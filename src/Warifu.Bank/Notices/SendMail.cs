using Microsoft.Extensions.Logging;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;

namespace Warifu.Bank.Notices;

/// <summary>
/// Hands one mail to the relay, again and again until it took it. The row stays locked meanwhile, so that no two nodes send one mail;
/// a node that dies between the relay's answer and its own commit makes a second copy, which carries the same Message-ID.
/// </summary>
internal sealed partial class SendMail(Database database, Banks banks, Outbox outbox, MailRelay relay, ILogger<SendMail> log) : IJobHandler
{
    public const string JobKind = "send-mail";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string Kind => JobKind;

    public Task DoAsync(Job job, CancellationToken cancel)
    {
        var parts = job.Payload.Split(':');
        var (bank, id) = (parts[0], Guid.Parse(parts[1]));
        return database.InTenantAsync(bank, async work =>
        {
            if (await outbox.TakeAsync(work, id) is not { } letter)
                return;
            using var patience = new CancellationTokenSource(Patience, database.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
            await Delivery.SendAsync(relay, banks.Of(bank).Profile, id, letter, either.Token);
            await Outbox.SentAsync(work, id, database.Time.GetUtcNow());
            Sent(log, bank, id);
        }, cancel);
    }

    [LoggerMessage(2501, LogLevel.Information, "Mail {Mail} of bank {Bank} was taken by the relay.")]
    private static partial void Sent(ILogger log, string bank, Guid mail);
}
