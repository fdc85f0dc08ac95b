using System.Reflection.PortableExecutable;
using Warifu.Packages;

namespace Warifu.Tests.Packages;

public sealed class WindowsSetupTests
{
    [Fact]
    public void The_program_without_a_console_differs_in_one_word_of_its_header()
    {
        var console = File.ReadAllBytes(typeof(WindowsSetup).Assembly.Location); // Any program has the header.
        var window = WindowsSetup.AsWindow(console);
        Assert.Equal(Subsystem.WindowsCui, Of(console));
        Assert.Equal(Subsystem.WindowsGui, Of(window));
        Assert.Equal(1, console.Zip(window).Count(pair => pair.First != pair.Second));
    }

    private static Subsystem Of(byte[] program)
    {
        using var reader = new PEReader(new MemoryStream(program));
        return reader.PEHeaders.PEHeader!.Subsystem;
    }
}
