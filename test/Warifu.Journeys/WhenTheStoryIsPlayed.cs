using System.Text.Json;

namespace Warifu.Journeys;

/// <summary>The demonstration as a developer plays it: the real program, again and again, and after it was killed.</summary>
public sealed class WhenTheStoryIsPlayed : IAsyncDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private readonly OwnWorld own = new();

    public ValueTask DisposeAsync() => own.DisposeAsync();

    [Fact]
    public async Task Twice_in_a_row_it_comes_to_the_same_and_adds_nothing()
    {
        var first = await PlayAsync();
        var second = await PlayAsync();
        Assert.True(first.GetProperty("lines").GetInt32() >= 400);
        Assert.Equal(first.GetProperty("lines").GetInt32(), second.GetProperty("lines").GetInt32());
        Assert.NotEqual(first.GetProperty("serial").GetString(), second.GetProperty("serial").GetString());
    }

    [Fact]
    [Trait("takes", "long")]
    public async Task Killed_after_any_step_the_next_run_takes_it_up_and_nothing_is_lost_or_doubled()
    {
        for (var step = 1; step <= 8; step++)
        {
            await KillAfterAsync(step);
            var played = await PlayAsync();
            Assert.True(played.GetProperty("lines").GetInt32() is >= 400 and < 800, "Lines are there once.");
        }
    }

    private async Task<JsonElement> PlayAsync()
    {
        var process = own.Start("demo");
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        var output = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.True(process.ExitCode == 0, output + await errors);
        var last = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]).RootElement;
        Assert.Equal(0, last.GetProperty("linesAgain").GetInt32());
        Assert.True(last.GetProperty("proven").GetBoolean());
        Assert.True(last.GetProperty("revokedRefused").GetBoolean());
        return last;
    }

    private async Task KillAfterAsync(int step)
    {
        var process = own.Start("demo");
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        while (await process.StandardOutput.ReadLineAsync(Cancel) is { } line)
            if (line.Contains($"✓ {step} ", StringComparison.Ordinal))
                break;
        process.Kill(); // SIGKILL: nothing in the program can prepare for it.
        await process.WaitForExitAsync(Cancel);
        await errors;
    }
}
