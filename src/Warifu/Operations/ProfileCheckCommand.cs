using System.CommandLine;
using Spectre.Console;
using Warifu.Bank.Profiles;
using Warifu.Development;
using Warifu.Wire;

namespace Warifu.Operations;

/// <summary><c>warifu bank profile check</c>: reads profiles as the server would, each alone and then beside each other.</summary>
internal static class ProfileCheckCommand
{
    public static Command Make()
    {
        var files = new Argument<string[]>("FILE") { Description = "Profiles that one server will serve, such as samples/banks/*.yaml.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("check", """
            Checks profiles and tells everything that is wrong, at once. Nothing is changed.

              warifu bank profile check samples/banks/*.yaml
            """)
        {
            files,
        };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(files)!, cancel));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> files, CancellationToken cancel)
    {
        if (files.FirstOrDefault(file => !File.Exists(file)) is { } missing)
            throw new RefusedException(OperationRefusals.FileMissing with { Detail = new(missing, missing) });
        var sound = new List<BankProfile>();
        foreach (var file in files)
        {
            var read = ProfileFile.Read(await File.ReadAllTextAsync(file, cancel));
            if (read.Refusal is { } refusal)
                Told.Tell(refusal with { Detail = new($"{file}\n{refusal.Detail?.Ja}", $"{file}\n{refusal.Detail?.En}") });
            else
                sound.Add(read.Value);
        }
        if (ProfileFile.SideBySide(sound) is { } together)
            Told.Tell(together);
        else if (sound.Count == files.Count)
            return Show(sound);
        return Told.Unavailable;
    }

    private static int Show(IReadOnlyList<BankProfile> profiles)
    {
        var table = new Table().RoundedBorder().AddColumns(
            Told.Say("コード", "Code"), Told.Say("金融機関", "Bank"), Told.Say("入口", "Faces"), Told.Say("利用者区分", "User kinds"));
        foreach (var profile in profiles)
            table.AddRow(
                new Text(profile.Code.Value), new Text(profile.Name.In(Told.Japanese)), new Text(string.Join('\n', profile.Faces.Values.Select(face => face.Host))),
                new Text(string.Join('\n', profile.UserKinds.Select(kind => kind.Name.In(Told.Japanese)))));
        AnsiConsole.Write(table);
        Console.WriteLine(Told.Say("誤りはありません。", "Nothing is wrong."));
        return 0;
    }
}
