using System.CommandLine;
using Spectre.Console;
using Warifu.Desk.Certificates;
using Warifu.Desk.Certificates.Unattended;
using Warifu.Wire;

namespace Warifu.Desk.App.Verbs;

/// <summary>自動更新: whether this PC renews certificates by itself, and which.</summary>
internal static class Unattended
{
    public static Command Make() => new("unattended", "Certificates that this PC renews by itself. A timer calls: warifu-desk renew --due")
    {
        Switch("on", "This PC renews by itself what its users have allowed.", wanted: true),
        Switch("off", "This PC renews nothing by itself.", wanted: false),
        Status(), Allow(), Withdraw(),
    };

    private static Command Switch(string name, string meaning, bool wanted)
    {
        var command = new Command(name, meaning);
        Person.Act(command, (person, _, _) =>
        {
            new UnattendedChoice(person.Home, TimeProvider.System).Choose(wanted);
            person.Answer(new { Wanted = wanted }, () => AnsiConsole.WriteLine(wanted
                ? person.Say("この PC は、許可された証明書を自動で更新します。", "This PC renews by itself what was allowed.")
                : person.Say("この PC は、自動では更新しません。", "This PC renews nothing by itself.")));
            return Task.FromResult<Refusal?>(null);
        });
        return command;
    }

    private static Command Status()
    {
        var command = new Command("status", "How it stands with each certificate; asks the banks.");
        Person.Act(command, async (person, _, cancel) =>
        {
            var vault = await person.OpenVaultAsync();
            if (vault.Refusal is { } closed)
                return closed;
            var (leave, choice) = (new UnattendedLeave(person.Home, vault.Value), new UnattendedChoice(person.Home, TimeProvider.System));
            var now = TimeProvider.System.GetUtcNow();
            foreach (var held in HeldCertificate.All(person.Home).Where(held => held.StateAt(now) is HeldState.Issued or HeldState.Renewable))
                await leave.LookAsync(held, person.Japanese, cancel); // What cannot be asked is shown as it was known last.
            var all = UnattendedStanding.All(person.Home, choice);
            person.Answer(new { choice.Wanted, Certificates = all.Select(Form).ToArray() }, () => AnsiConsole.Write(TableOf(person, all)));
            return (Refusal?)null;
        });
        return command;
    }

    private static Command Allow()
    {
        var serial = HeldSerial.Argument();
        var oneTime = new Option<string?>("--one-time-password") { Description = "Where the contract has one." };
        var requestKey = new Option<Guid?>("--request-key") { Description = "As told when a one-time password was asked for: the mailed one counts for that request alone." };
        var command = new Command("allow", "Lets this PC renew a certificate, and those that follow it, by itself. The login password is asked, or read from standard input.") { serial, oneTime, requestKey };
        Person.Act(command, async (person, parsed, cancel) =>
        {
            if (HeldCertificate.Of(person.Home, parsed.GetValue(serial)!) is not { } held)
                return DeskRefusals.NoSuchCertificate;
            var vault = await person.OpenVaultAsync();
            if (vault.Refusal is { } closed)
                return closed;
            var key = parsed.GetValue(requestKey) ?? Guid.NewGuid();
            var allowed = await new UnattendedLeave(person.Home, vault.Value).AllowAsync(
                held, key, person.AskSecret("ログインパスワード:", "Login password:"), parsed.GetValue(oneTime), person.Japanese, cancel);
            if (allowed.Refusal is { Code: "one-time-password-needed" } asked)
                return asked with { Detail = new($"続けるときは --request-key {key} を付けてください。", $"To go on add --request-key {key}.") };
            if (allowed.Refusal is { } refusal)
                return refusal;
            new UnattendedChoice(person.Home, TimeProvider.System).Choose(wanted: true);
            Show(person, held);
            return null;
        });
        return command;
    }

    private static Command Withdraw()
    {
        var serial = HeldSerial.Argument();
        var command = new Command("withdraw", "Takes that back; the key alone is enough.") { serial };
        Person.Act(command, async (person, parsed, cancel) =>
        {
            if (HeldCertificate.Of(person.Home, parsed.GetValue(serial)!) is not { } held)
                return DeskRefusals.NoSuchCertificate;
            var vault = await person.OpenVaultAsync();
            if (vault.Refusal is { } closed)
                return closed;
            if ((await new UnattendedLeave(person.Home, vault.Value).WithdrawAsync(held, person.Japanese, cancel)).Refusal is { } refusal)
                return refusal;
            Show(person, held);
            return null;
        });
        return command;
    }

    private static void Show(Person person, HeldCertificate held)
    {
        var standing = UnattendedStanding.Of(person.Home, new(person.Home, TimeProvider.System), held);
        person.Answer(Form(standing), () => AnsiConsole.Write(TableOf(person, [standing])));
    }

    private static object Form(UnattendedStanding standing) => new
    {
        standing.Held.Serial,
        standing.Held.LoginId,
        standing.AllowedSince,
        standing.RenewsAt,
        TriedAt = standing.Last?.At,
        standing.Last?.Refusal?.Code,
    };

    private static Table TableOf(Person person, IReadOnlyList<UnattendedStanding> all)
    {
        var table = new Table().RoundedBorder().AddColumns(person.Say("ログインID", "Login ID"), person.Say("シリアル番号", "Serial number"),
            person.Say("許可", "Allowed since"), person.Say("更新する日", "Renews on"), person.Say("最後の試み", "Tried last"));
        foreach (var one in all)
            table.AddRow(Markup.Escape(one.Held.LoginId), one.Held.Serial.Hex, Day(one.AllowedSince), Day(one.RenewsAt),
                one.Last is { } last ? $"{Day(last.At)} {last.Refusal?.Code}" : "-");
        return table;
    }

    private static string Day(DateTimeOffset? at) => at is { } moment ? $"{moment:yyyy-MM-dd}" : "-";
}
