using System.CommandLine;
using Spectre.Console;
using Warifu.Worlds;

namespace Warifu.Development;

/// <summary><c>./dev doctor</c>: what this machine has, and what is missing.</summary>
internal static class DoctorCommand
{
    public static Command Make()
    {
        var install = new Option<bool>("--install") { Description = "Install what is missing (as root or by sudo)." };
        var command = new Command("doctor", "Shows what this machine has and what is missing.") { install };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(install), cancel));
        return command;
    }

    private static async Task<int> RunAsync(bool install, CancellationToken cancel)
    {
        if (install)
            await SystemPackage.EnsureAsync(SystemPackage.All, cancel);
        var table = new Table().RoundedBorder().AddColumns(Told.Say("項目", "What"), Told.Say("用途", "For"), Told.Say("状態", "State"));
        foreach (var package in SystemPackage.All)
            table.AddRow(package.Package, package.For.In(Told.Japanese), package.IsThere ? "[green]✓[/]" : $"[red]{Told.Say("なし", "missing")}[/]");
        var free = new DriveInfo(Checkout.Root).AvailableFreeSpace / (1024 * 1024 * 1024);
        table.AddRow(Told.Say("ディスクの空き", "free disk"), Told.Say("データ", "data"), $"{free} GiB");
        foreach (var port in Ports.All.Where(Ports.IsTaken))
            table.AddRow(Told.Say($"ポート {port}", $"port {port}"), "./dev up", $"[yellow]{Told.Say("使用中", "in use")}[/]");
        AnsiConsole.Write(table);
        if (SystemPackage.All.All(package => package.IsThere))
            return 0;
        AnsiConsole.WriteLine(Told.Say("./dev doctor --install で入れられます。", "./dev doctor --install installs them."));
        return Told.Unavailable;
    }
}
