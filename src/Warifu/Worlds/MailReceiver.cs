using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Warifu.Wire;

namespace Warifu.Worlds;

/// <summary>A mail as it came in.</summary>
internal sealed record ReceivedMail(string From, string To, string Subject, string MessageId, string Date, string Text);

/// <summary>
/// A real SMTP server that takes whatever mail a world's banks send and keeps it in a maildir of the world's folder. It is another
/// program's (aiosmtpd), and so is what reads the mails back: neither shares a line with the sender.
/// </summary>
internal sealed class MailReceiver : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";

    private const string Reading = """
        import email, email.header, email.policy, json, mailbox, sys
        mails = mailbox.Maildir(sys.argv[1], create=True)
        def words(header):
            return str(email.header.make_header(email.header.decode_header(header)))
        def read(name):
            raw = mails.get_bytes(name)
            head, mail = email.message_from_bytes(raw), email.message_from_bytes(raw, policy=email.policy.default)
            return {'from': words(head['From']), 'to': head['To'], 'subject': words(head['Subject']), 'messageId': head['Message-ID'],
                    'date': head['Date'], 'text': mail.get_content()}
        print(json.dumps([read(name) for name in sorted(mails.keys())]))
        """;

    private readonly string folder;
    private readonly TaskCompletionSource<Process> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private MailReceiver(string folder, int port) => (this.folder, Port) = (folder, port);

    public int Port { get; }

    /// <param name="folder">Where the mails are kept.</param>
    public static async Task<MailReceiver> StartAsync(string folder, int port, CancellationToken cancel)
    {
        var receiver = new MailReceiver(folder, port);
        // The death signal belongs to the thread that forks, so this thread stays until the server has ended.
        new Thread(receiver.Guard) { IsBackground = true, Name = "mail" }.Start();
        await receiver.started.Task;
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await receiver.AnswersAsync(cancel))
        {
            if (receiver.ended.Task.IsCompleted)
                throw new RefusedException(WorldRefusals.NoMail);
            await ticks.WaitForNextTickAsync(cancel);
        }
        return receiver;
    }

    /// <summary>All mails in a maildir, the earliest first.</summary>
    public static async Task<IReadOnlyList<ReceivedMail>> ReadAsync(string folder, CancellationToken cancel)
    {
        using var reader = Process.Start(new ProcessStartInfo(Python, ["-c", Reading, folder]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        return await JsonSerializer.DeserializeAsync<IReadOnlyList<ReceivedMail>>(reader.StandardOutput.BaseStream, JsonSerializerOptions.Web, cancel) ?? [];
    }

    public Task<IReadOnlyList<ReceivedMail>> ReadAsync(CancellationToken cancel) => ReadAsync(folder, cancel);

    public async ValueTask DisposeAsync()
    {
        using var process = await started.Task;
        if (!ended.Task.IsCompleted)
            process.Kill();
        await ended.Task;
    }

    private void Guard()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            var process = Process.Start(new ProcessStartInfo("setpriv",
                ["--pdeathsig", "KILL", "--", Python, "-m", "aiosmtpd", "--nosetuid", "--listen", $"127.0.0.1:{Port}", "--class", "aiosmtpd.handlers.Mailbox", folder])
            {
                UseShellExecute = false,
                WorkingDirectory = "/",
            })!;
            started.SetResult(process);
            process.WaitForExit();
        }
        catch (Exception failed) when (!started.Task.IsCompleted)
        {
            started.SetException(failed);
        }
        finally
        {
            ended.TrySetResult();
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancel)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port, cancel);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
