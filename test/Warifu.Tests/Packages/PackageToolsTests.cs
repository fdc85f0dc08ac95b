using Warifu.Packages;
using Warifu.Wire;

namespace Warifu.Tests.Packages;

public sealed class PackageToolsTests
{
    [Fact]
    public async Task A_tool_that_fails_is_told_in_its_own_words()
    {
        var failed = await Assert.ThrowsAsync<RefusedException>(
            () => PackageTools.RunAsync("sh", ["-c", "echo no such package >&2; exit 3"], TestContext.Current.CancellationToken));
        Assert.Equal("package-not-made", failed.Refusal.Code);
        Assert.Contains("no such package", failed.Refusal.Detail!.En, StringComparison.Ordinal);
    }
}
