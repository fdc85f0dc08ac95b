using System.CommandLine;
using Warifu.Authority;
using Warifu.Development;
using Warifu.Wire;
using Warifu.Wire.Registration;
using Warifu.Worlds;

namespace Warifu.Operations;

/// <summary><c>warifu authority revoke BANK SERIAL</c>: what the operator does when the bank cannot. The bank learns of it by its stream.</summary>
internal static class RevokeCommand
{
    public static Command Make()
    {
        var bank = WireBankCommand.CodeArgument();
        var serial = new Argument<string>("SERIAL") { Description = "Serial number, lower-case hex." };
        var reason = new Option<RevocationReason>("--reason") { Description = "Why, as RFC 5280 has it.", Required = true };
        var options = new AuthorityOptions();
        var command = new Command("revoke", "Revokes a certificate for good. The first revocation and its reason stand.") { bank, serial, reason };
        options.AddTo(command, keys: true);
        command.SetAction(async (parsed, cancel) =>
        {
            var number = Read(parsed.GetValue(serial)!);
            await using var office = await AuthorityOffice.OpenAsync(options.SettingsOf(parsed), cancel: cancel);
            var entry = World.Value(await office.RevokeAsync(new BankCode(parsed.GetValue(bank)!), number, parsed.GetValue(reason), cancel));
            Console.WriteLine(Told.Say($"失効 {entry.RevokedAt:yyyy-MM-dd HH:mm:ss}Z、理由 {entry.Reason}", $"Revoked {entry.RevokedAt:yyyy-MM-dd HH:mm:ss}Z, reason {entry.Reason}"));
            return 0;
        });
        return command;
    }

    private static SerialNumber Read(string text)
    {
        try
        {
            return new SerialNumber(text);
        }
        catch (FormatException wrong)
        {
            throw new RefusedException(OperationRefusals.SerialMalformed, wrong);
        }
    }
}
