using System.Diagnostics;
using System.Net.Mail;
using Warifu.Bank.Notices;

namespace Warifu.Tests.Bank.Notices;

/// <summary>
/// Sends one mail by STARTTLS with an account, in a process of its own: whom it trusts is a matter of its environment, as in production.
/// </summary>
internal static class TrustingSender
{
    public const string Verb = "send-mail";

    /// <param name="trusted">PEM file of the only CA that is trusted.</param>
    /// <returns>Whether the relay took it.</returns>
    public static async Task<bool> SendAsync(int port, string trusted)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Verb, $"{port}"]) { UseShellExecute = false };
        start.Environment["SSL_CERT_FILE"] = trusted;
        start.Environment["SSL_CERT_DIR"] = Path.GetDirectoryName(trusted)!;
        using var sender = Process.Start(start)!;
        await sender.WaitForExitAsync(TestContext.Current.CancellationToken);
        return sender.ExitCode == 0;
    }

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(int port)
    {
        try
        {
            await Delivery.SendAsync(new("localhost", port) { Account = new("bank", "relay-password") }, TestBank.Asagiri,
                new("0199d1a0-0000-7000-8000-00000000000a"), new("ken@minato.example", "件名", "本文"), CancellationToken.None);
            return 0;
        }
        catch (Exception refused) when (refused is SmtpException or System.Security.Authentication.AuthenticationException)
        {
            return 1;
        }
    }
}
