using Warifu.Desk.Shell;
using Warifu.Tests.Pki;

namespace Warifu.Tests.Desk.Shell;

public sealed class DesktopTests
{
    [Fact]
    public void The_menu_starts_the_program_with_the_address_as_one_word_after_all_options() =>
        Assert.Contains("\nExec=\"/opt/warifu desk/warifu-desk\" --home \"/home/a\\\\$b %%c\" window -- %u\n",
            new Desktop("/opt/warifu desk/warifu-desk", ["--home", "/home/a$b %c"]).DesktopEntry("window -- %u", opensAddresses: true), StringComparison.Ordinal);

    [Fact]
    public void Only_the_entry_in_the_menu_opens_addresses()
    {
        var desktop = new Desktop("/usr/bin/warifu-desk", []);
        Assert.Contains("\nMimeType=x-scheme-handler/warifu;\n", desktop.DesktopEntry("window -- %u", opensAddresses: true), StringComparison.Ordinal);
        Assert.DoesNotContain("MimeType", desktop.DesktopEntry("window --hidden", opensAddresses: false), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_desktops_own_judge_has_nothing_to_say_about_the_entry(bool opensAddresses)
    {
        using var judge = Judge.Call("desktop-file-validate");
        judge.Lay("warifu-desk.desktop", new Desktop("/opt/warifu desk/warifu-desk", ["--home", "/home/a b"]).DesktopEntry("window", opensAddresses));
        var (code, words) = await judge.Ask("warifu-desk.desktop");
        Assert.True(code == 0, words);
    }
}
