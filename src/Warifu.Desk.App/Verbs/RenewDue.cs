using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;
using Warifu.Desk.Certificates.Unattended;
using Warifu.Wire;

namespace Warifu.Desk.App.Verbs;

/// <summary>What the window's program does by itself, for a timer on a PC without one.</summary>
internal static class RenewDue
{
    /// <returns>The first refusal that its user must act on, so that the timer's log shows it; the other certificates are looked at all the same.</returns>
    public static async Task<Refusal?> RunAsync(Person person, CancellationToken cancel)
    {
        var choice = new UnattendedChoice(person.Home, TimeProvider.System);
        using var watch = new RenewalWatch(person.Home, person.OpenVaultAsync, choice, new Tidings(person.Home, choice, TimeProvider.System),
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), TimeProvider.System, NullLogger<RenewalWatch>.Instance);
        var before = RenewalReceipt.All(person.Home).Select(receipt => receipt.NewSerial).ToHashSet();
        if (await watch.LookAsync(person.Japanese, step: null, cancel) is { } refusal)
            return refusal;
        var renewed = RenewalReceipt.All(person.Home).Where(receipt => !before.Contains(receipt.NewSerial)).ToList();
        var tidings = watch.Tidings.Where(tiding => tiding.Urgency != Urgency.Done).ToList();
        person.Answer(
            new
            {
                Renewed = renewed.Select(receipt => new { receipt.LoginId, receipt.OldSerial, receipt.NewSerial }).ToArray(),
                Tidings = tidings.Select(tiding => new { tiding.Serial, tiding.Topic, Urgency = tiding.Urgency.ToString(), What = tiding.What.In(person.Japanese), WayOut = tiding.WayOut.In(person.Japanese) }).ToArray(),
            },
            () =>
            {
                foreach (var receipt in renewed)
                    AnsiConsole.WriteLine(person.Say($"{receipt.LoginId} の証明書を更新しました: {receipt.NewSerial}", $"Renewed the certificate of {receipt.LoginId}: {receipt.NewSerial}"));
                foreach (var tiding in tidings)
                    Console.Error.WriteLine($"{tiding.What.In(person.Japanese)} {tiding.WayOut.In(person.Japanese)}");
            });
        var troubled = tidings.Select(tiding => tiding.Serial).ToHashSet();
        return RenewalPlan.All(person.Home).FirstOrDefault(plan => troubled.Contains(plan.Serial) && plan.Last?.Refusal is not null)?.Last?.Refusal;
    }
}
