using System.CommandLine;
using Spectre.Console;
using Warifu.Desk.Certificates;

namespace Warifu.Desk.App.Verbs;

/// <summary>証明書一覧 (seed 003, CCHK001): the certificates on this PC.</summary>
internal static class Certificates
{
    public static Command Make()
    {
        var command = new Command("certificates", "Lists the certificates on this PC.");
        Person.Act(command, (person, _, _) =>
        {
            var held = HeldCertificate.All(person.Home);
            person.Answer(
                held.Select(one => new { one.Serial, Bank = one.Bank.Value, one.LoginId, one.Certificate.NotBefore, one.Certificate.NotAfter, State = one.StateAt(TimeProvider.System.GetUtcNow()).ToString(), one.RenewableFrom }).ToArray(),
                () =>
                {
                    var table = new Table().RoundedBorder().AddColumns(person.Say("金融機関", "Bank"), person.Say("ログインID", "Login ID"),
                        person.Say("シリアル番号", "Serial number"), person.Say("有効期限", "Valid until"), person.Say("状態", "State"));
                    foreach (var one in held)
                        table.AddRow(Markup.Escape(one.BankName.In(person.Japanese)), Markup.Escape(one.LoginId), one.Serial.Hex,
                            one.Certificate.NotAfter.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                            one.StateAt(TimeProvider.System.GetUtcNow()).Words().In(person.Japanese));
                    AnsiConsole.Write(table);
                });
            return Task.FromResult<Wire.Refusal?>(null);
        });
        return command;
    }
}
