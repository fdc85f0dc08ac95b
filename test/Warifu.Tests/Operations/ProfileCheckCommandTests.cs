using Warifu.Operations;

namespace Warifu.Tests.Operations;

public sealed class ProfileCheckCommandTests : IDisposable
{
    private readonly string wrong = Path.GetTempFileName();

    public void Dispose() => File.Delete(wrong);

    [Fact]
    public async Task The_samples_hold_alone_and_beside_each_other() =>
        Assert.Equal(0, await RunAsync(Directory.GetFiles(Path.Combine(Repository.Root, "samples", "banks"))));

    [Fact]
    public async Task One_wrong_profile_among_sound_ones_fails_the_check()
    {
        await File.WriteAllTextAsync(wrong, Repository.Sample("banks/shiokaze.yaml").Replace("tries: 3", "tries: 99", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.NotEqual(0, await RunAsync(Path.Combine(Repository.Root, "samples/banks/asagiri.yaml"), wrong));
    }

    [Fact]
    public async Task The_same_bank_twice_fails_the_check()
    {
        var asagiri = Path.Combine(Repository.Root, "samples/banks/asagiri.yaml");
        Assert.NotEqual(0, await RunAsync(asagiri, asagiri));
    }

    private static Task<int> RunAsync(params IReadOnlyList<string> files) =>
        BankCommand.Make().Parse(["profile", "check", .. files]).InvokeAsync(new() { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
}
