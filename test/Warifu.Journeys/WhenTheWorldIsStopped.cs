using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Warifu.Stories;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>The real program as <c>./dev up</c>: ended by Ctrl-C, by its database, or by another program on its port.</summary>
public sealed class WhenTheWorldIsStopped : IAsyncDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private readonly OwnWorld own = new();

    public ValueTask DisposeAsync() => own.DisposeAsync();

    [Fact]
    public async Task Ctrl_C_ends_everything_and_the_next_start_finds_everything()
    {
        var first = own.Start("up");
        var told = await OwnWorld.ReadyAsync(first, Cancel);
        var pc = PcOf(told);
        var held = await pc.CertificateAsync(Cancel);
        Assert.Equal(0, await OwnWorld.InterruptAsync(first, Cancel));
        Assert.Equal("", await first.StandardError.ReadToEndAsync(Cancel));
        own.NothingIsLeftRunning();

        var second = own.Start("up");
        var again = await OwnWorld.ReadyAsync(second, Cancel);
        Assert.Equal(told.Users, again.Users);
        Assert.Equal(told.Member, again.Member);
        using (var visitor = await PcOf(again).AtTheBankAsync(held, Cancel))
            Assert.Equal("/", visitor.Path);
        Assert.Equal(0, await OwnWorld.InterruptAsync(second, Cancel));
        own.NothingIsLeftRunning();
    }

    [Fact]
    public async Task When_its_database_is_killed_the_program_says_so_and_ends()
    {
        var up = own.Start("up");
        await OwnWorld.ReadyAsync(up, Cancel);
        using (var database = Process.GetProcessById(own.Database))
            database.Kill();
        await up.WaitForExitAsync(Cancel);
        Assert.Equal(69, up.ExitCode);
        Assert.Contains("The database has ended", await up.StandardError.ReadToEndAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_one_beside_it_is_refused_and_the_first_goes_on()
    {
        var first = own.Start("up");
        await OwnWorld.ReadyAsync(first, Cancel);
        var second = own.Start("up");
        await RefusedAsync(second, "database-in-use");
        Assert.False(first.HasExited);
        Assert.Equal(0, await OwnWorld.InterruptAsync(first, Cancel));
    }

    [Fact]
    public async Task A_port_that_another_program_holds_is_told_and_nothing_is_left_running()
    {
        // One that is bound first and one that is bound when the others serve already.
        foreach (var port in (int[])[own.Ports.AuthorityStatus, own.Ports.HubAgents])
        {
            using var other = new TcpListener(IPAddress.Loopback, port);
            other.Start();
            var up = own.Start("up");
            await RefusedAsync(up, "port-taken");
            own.NothingIsLeftRunning();
        }
    }

    private static async Task RefusedAsync(Process program, string code)
    {
        var errors = program.StandardError.ReadToEndAsync(Cancel);
        Assert.Equal("", await program.StandardOutput.ReadToEndAsync(Cancel));
        await program.WaitForExitAsync(Cancel);
        Assert.Equal(69, program.ExitCode);
        Assert.EndsWith(code, (await errors).TrimEnd(), StringComparison.Ordinal);
    }

    private Pc PcOf(Description told) => Pc.Of(told, People.General, Path.Combine(own.Folder, "pc", People.General), japanese: false);
}
