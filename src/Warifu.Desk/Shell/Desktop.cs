using System.Diagnostics;
using System.Reflection;
using System.Runtime.Versioning;
using Microsoft.Win32;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Desk.Shell;

/// <summary>
/// How the user's desktop knows the program: in its menu, as what opens <c>warifu:</c> addresses, and at login where he wishes.
/// All of it is the user's own, nothing the machine's: XDG files on Linux, HKCU on Windows.
/// </summary>
/// <param name="command">Path of the program.</param>
/// <param name="arguments">What comes before our own words, such as <c>--home</c> of a folder other than the usual one.</param>
public sealed class Desktop(string command, IReadOnlyList<string> arguments)
{
    private const string Entry = "warifu-desk.desktop";
    private const string RunKey = @"Software\Microsoft\Windows\CurrentVersion\Run";
    private const string Name = "Warifu Desk";

    private static string DataHome => Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } set
        ? set
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share");

    private static string ConfigHome => Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } set
        ? set
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");

    private static string Autostart => Path.Combine(ConfigHome, "autostart", Entry);

    /// <summary>The picture of the program, for menu and tray; written out because the desktop reads files.</summary>
    public static string Icon => Path.Combine(DataHome, "icons", "hicolor", "scalable", "apps", "warifu-desk.svg");

    public bool StartsAtLogin => OperatingSystem.IsWindows() ? IsInRunKey() : File.Exists(Autostart);

    /// <returns>Null when done.</returns>
    public Refusal? StartAtLogin(bool wished)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                SetRunKey(wished);
            else if (wished)
                Write(Autostart, DesktopEntry("window --hidden", opensAddresses: false));
            else
                File.Delete(Autostart);
            return null;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return DeskFolder.Explain(failed);
        }
    }

    /// <summary>Enters the program in the menu and as what opens our scheme; done at each start, since the program may have moved.</summary>
    /// <returns>Null when done; the program works without it too.</returns>
    public async Task<Refusal?> RegisterAsync(CancellationToken cancel)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                SetScheme();
                return null;
            }
            WriteIcon();
            Write(Path.Combine(DataHome, "applications", Entry), DesktopEntry("window -- %u", opensAddresses: true));
            using var tool = Process.Start(new ProcessStartInfo("xdg-mime", ["default", Entry, $"x-scheme-handler/{ProgramAddress.Scheme}"]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true });
            await tool!.WaitForExitAsync(cancel);
            return tool.ExitCode == 0 ? null : ShellRefusals.SchemeNotRegistered;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            return ShellRefusals.SchemeNotRegistered;
        }
    }

    // Desktop Entry Specification 1.5.
    internal string DesktopEntry(string words, bool opensAddresses) => $"""
        [Desktop Entry]
        Type=Application
        Name={Name}
        Name[ja]=割符デスク
        Comment=Electronic certificates of your banks, on this PC
        Comment[ja]=銀行の電子証明書の発行と更新
        Exec={string.Join(' ', ((string[])[command, .. arguments]).Select(Quoted))} {words}
        Icon={Icon}
        Terminal=false
        Categories=Office;Finance;
        StartupNotify=true
        {(opensAddresses ? $"MimeType=x-scheme-handler/{ProgramAddress.Scheme};" : "X-GNOME-Autostart-enabled=true")}

        """;

    // The specification's two layers: quoting of the argument, then escapes of the string; a percent sign is a field code.
    // What needs no quotes gets none: xdg-open reads only a bare first word.
    private static string Quoted(string argument)
    {
        if (argument.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '.' or '-' or '_'))
            return argument;
        var quoted = argument.Replace(@"\", @"\\").Replace("\"", "\\\"").Replace("`", "\\`").Replace("$", "\\$");
        return $"\"{quoted.Replace(@"\", @"\\").Replace("%", "%%")}\"";
    }

    private static void Write(string file, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file + ".making", content);
        File.Move(file + ".making", file, overwrite: true);
    }

    private static void WriteIcon()
    {
        using var drawn = Assembly.Load("Warifu.Web").GetManifestResourceStream("Warifu.Web.wwwroot.warifu.svg")!;
        using var reader = new StreamReader(drawn);
        Write(Icon, reader.ReadToEnd());
    }

    [SupportedOSPlatform("windows")]
    private string CommandLine(string words) => $"\"{command}\" {string.Concat(arguments.Select(argument => $"\"{argument}\" "))}{words}";

    [SupportedOSPlatform("windows")]
    private static bool IsInRunKey()
    {
        using var run = Registry.CurrentUser.OpenSubKey(RunKey);
        return run?.GetValue(Name) is not null;
    }

    [SupportedOSPlatform("windows")]
    private void SetRunKey(bool wished)
    {
        using var run = Registry.CurrentUser.CreateSubKey(RunKey);
        if (wished)
            run.SetValue(Name, CommandLine("window --hidden"));
        else
            run.DeleteValue(Name, throwOnMissingValue: false);
    }

    [SupportedOSPlatform("windows")]
    private void SetScheme()
    {
        using var scheme = Registry.CurrentUser.CreateSubKey($@"Software\Classes\{ProgramAddress.Scheme}");
        scheme.SetValue("", $"URL:{Name}");
        scheme.SetValue("URL Protocol", "");
        using var open = scheme.CreateSubKey(@"shell\open\command");
        open.SetValue("", CommandLine("window -- \"%1\""));
    }
}
