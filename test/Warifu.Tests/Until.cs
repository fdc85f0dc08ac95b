namespace Warifu.Tests;

/// <summary>Waits for what comes by itself: asks again and again, and gives up only when it has not come for long.</summary>
internal static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<Task<bool>> ask)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (!await ask())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "It has not come true for a minute.");
            await ticks.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
