using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Warifu.Development;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Operations;

/// <summary><c>warifu bank enrolment-credential LOGIN_ID</c>: the secret goes to standard output, alone, and nowhere else.</summary>
internal static class EnrolmentCredentialCommand
{
    public static Command Make()
    {
        var loginId = new Argument<string>("LOGIN_ID") { Description = "The user whose certificate the program will obtain." };
        var json = new Option<bool>("--json") { Description = "As one JSON line, for other programs." };
        var options = new BankOptions();
        var command = new Command("enrolment-credential", "Makes a one-time secret for EST. One made before is good for nothing from then on.") { loginId, json };
        options.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var (operations, bank) = options.Open(parsed);
            await using var _ = operations;
            var made = World.Value(await operations.MakeEnrolmentCredentialAsync(bank.Code, parsed.GetValue(loginId)!, cancel));
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(made, WireJson.Options));
            else
                Console.WriteLine(made.Secret);
            Told.Errors.WriteLine(Told.Say(
                $"{made.LoginId}: {made.ExpiresAt:yyyy-MM-dd HH:mm}Z まで一度だけ使えます。再び表示することはできません。",
                $"{made.LoginId}: good once, until {made.ExpiresAt:yyyy-MM-dd HH:mm}Z. It cannot be shown again."));
            return 0;
        });
        return command;
    }
}
