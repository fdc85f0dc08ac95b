using System.IO.Pipes;
using Warifu.Desk.Shell;

namespace Warifu.Tests.Desk.Shell;

public sealed class SingleInstanceTests : IDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_second_of_a_folder_does_not_get_in_until_the_first_has_ended()
    {
        using (var first = SingleInstance.Take(folder.Home))
        {
            Assert.NotNull(first);
            Assert.Null(SingleInstance.Take(folder.Home));
        }
        using var next = SingleInstance.Take(folder.Home);
        Assert.NotNull(next);
    }

    [Fact]
    public async Task A_second_start_hands_its_address_to_the_first_and_gets_its_answer()
    {
        using var first = SingleInstance.Take(folder.Home)!;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var arrived = new List<Arrival>();
        var serving = first.ServeAsync(arrival =>
        {
            arrived.Add(arrival);
            return new Received(arrival.WantsAdmission ? new Uri("http://127.0.0.1:50000/enter?token=x") : null);
        }, ending.Token);
        Assert.Null((await SingleInstance.HandOverAsync(folder.Home, new("warifu:open"), Cancel)).Value.Admission);
        Assert.NotNull((await SingleInstance.HandOverAsync(folder.Home, new(null, WantsAdmission: true), Cancel)).Value.Admission);
        Assert.Equal(["warifu:open", null], arrived.Select(arrival => arrival.Address));
        await ending.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task A_start_while_another_ends_or_only_looks_becomes_the_first()
    {
        var ending = SingleInstance.Take(folder.Home)!;
        var start = SingleInstance.TakeOrHandOverAsync(folder.Home, new(null), Cancel);
        Assert.False(start.IsCompleted);
        ending.Dispose();
        using var first = (await start).Value;
        Assert.NotNull(first);
    }

    [Fact]
    public async Task One_who_says_nothing_that_can_be_understood_keeps_nobody_from_being_heard()
    {
        using var first = SingleInstance.Take(folder.Home)!;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var serving = first.ServeAsync(_ => new Received(null), ending.Token);
        await using (var babble = new NamedPipeClientStream(".", Path.Combine(folder.Home.Path, "desk.pipe"), PipeDirection.InOut, PipeOptions.CurrentUserOnly))
        {
            await babble.ConnectAsync(Cancel);
            await babble.WriteAsync("not json\n"u8.ToArray(), Cancel);
        }
        Assert.Null((await SingleInstance.HandOverAsync(folder.Home, new(null), Cancel)).Refusal);
        await ending.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task Where_nobody_runs_no_admission_is_given() =>
        Assert.Equal("desk-not-running", (await DeskProgram.AdmitAsync(folder.Home, null, Cancel)).Refusal?.Code);
}
