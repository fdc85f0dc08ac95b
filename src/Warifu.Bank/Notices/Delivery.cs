using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Warifu.Bank.Profiles;

namespace Warifu.Bank.Notices;

/// <summary>One mail to the relay, over SMTP.</summary>
internal static class Delivery
{
    /// <param name="id">Becomes the Message-ID.</param>
    /// <exception cref="SmtpException">The relay is not there, did not take it, or could not be trusted.</exception>
    public static async Task SendAsync(MailRelay relay, BankProfile profile, Guid id, Letter letter, CancellationToken cancel)
    {
        var from = new System.Net.Mail.MailAddress(profile.Mail.From, profile.Name.Ja, Encoding.UTF8);
        using var message = new MailMessage(from, new System.Net.Mail.MailAddress(letter.To))
        {
            Subject = letter.Subject,
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
            Body = letter.Text,
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.Base64, // Every relay passes it on unchanged.
        };
        message.Headers.Add("Message-ID", $"<{id:N}@{from.Host}>");
        message.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: no machine answers it.
        using var client = new SmtpClient(relay.Host, relay.Port) { EnableSsl = relay.StartTls };
        if (relay.Account is { } account)
            client.Credentials = new NetworkCredential(account.User, account.Password);
        await client.SendMailAsync(message, cancel);
    }
}
