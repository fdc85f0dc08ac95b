using System.CommandLine;
using Spectre.Console;
using Warifu.Stories;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Development;

/// <summary><c>./dev browser</c>: a Chromium that trusts the running world and holds a user's certificate.</summary>
internal static class BrowserCommand
{
    public static Command Make()
    {
        var user = new Option<string>("--user") { Description = "Login ID of the user.", DefaultValueFactory = _ => People.General };
        user.AcceptOnlyFromAmong([.. People.BankUsers]);
        var staff = new Option<string?>("--staff") { Description = "Staff ID of a member of a bank's staff instead, such as S0101: opens the staff face." };
        var command = new Command("browser", "Opens a Chromium profile that trusts the running ./dev up and holds the user's certificate, issuing it first when there is none.") { user, staff };
        command.SetAction((parsed, cancel) => parsed.GetValue(staff) is { } id ? RunStaffAsync(id, cancel) : RunAsync(parsed.GetValue(user)!, cancel));
        return command;
    }

    private static async Task<int> RunStaffAsync(string staffId, CancellationToken cancel)
    {
        await SystemPackage.EnsureAsync([SystemPackage.Browser, SystemPackage.BrowserKeys, SystemPackage.Fonts], cancel);
        var running = Description.Read() ?? throw new RefusedException(DevelopmentRefusals.NotRunning);
        var known = string.Join(", ", running.Staff.Select(one => one.StaffId));
        var member = running.Staff.FirstOrDefault(one => one.StaffId == staffId) ?? throw new RefusedException(DevelopmentRefusals.NoSuchStaff with { Detail = new(known, known) });
        using var certificate = member.Pair();
        var profile = await BrowserProfile.MakeAsync(Path.Combine(Checkout.UpFolder, "browser", staffId), running.ServerCa, [certificate], cancel);
        return await Run.ShownAsync(SystemPackage.Browser.Program, [.. profile.Options, $"{member.Site}"], cancel, profile.Environment);
    }

    private static async Task<int> RunAsync(string user, CancellationToken cancel)
    {
        await SystemPackage.EnsureAsync([SystemPackage.Browser, SystemPackage.BrowserKeys, SystemPackage.Fonts], cancel);
        var running = Description.Read() ?? throw new RefusedException(DevelopmentRefusals.NotRunning);
        var pc = Pc.Of(running, user, Path.Combine(Checkout.UpFolder, "pc", user), Told.Japanese);
        var profile = await BrowserProfile.MakeAsync(Path.Combine(Checkout.UpFolder, "browser", user), running.ServerCa, pc, await pc.CertificateAsync(cancel), cancel);
        AnsiConsole.WriteLine(Told.Say($"Chromium を開きます。{user} のログインパスワードは {running.Of(user).Password} です。", $"Opening Chromium. The login password of {user} is {running.Of(user).Password}."));
        return await Run.ShownAsync(SystemPackage.Browser.Program, [.. profile.Options, $"{running.BankWww}", $"{running.Hub}"], cancel, profile.Environment);
    }
}
