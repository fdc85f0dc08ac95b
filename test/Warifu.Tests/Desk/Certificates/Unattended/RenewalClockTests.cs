using Warifu.Desk.Certificates;
using Warifu.Desk.Certificates.Unattended;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Desk.Certificates.Unattended;

/// <summary>Renewal by itself on a PC whose clock is wrong.</summary>
public sealed class RenewalClockTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clock_that_is_wrong_neither_renews_too_early_nor_stops_what_is_due()
    {
        await using var pc = await UnattendedPc.DueAsync(cluster);
        var right = pc.Bank.Time.GetUtcNow();
        // The bank opens later than this PC believes.
        await pc.Bank.ExecuteAsync("update certificate set not_after = not_after + interval '60 days'");
        await pc.LookAsync();
        Assert.Empty(Asking.Unanswered(pc.Home));
        Assert.Single(HeldCertificate.All(pc.Home));
        Assert.Empty(pc.Watch().Tidings);
        await pc.Bank.ExecuteAsync("update certificate set not_after = not_after - interval '60 days'");
        // A wait that a clock of next year has written does not hold.
        (pc.Plan with { NextTry = right.AddDays(300) }).Keep(pc.Home);
        pc.First.Keep(pc.Home);
        Assert.Null(await pc.LookAsync());
        Assert.Single(pc.Receipts);
    }

    [Fact]
    public async Task A_PC_whose_clock_is_ahead_is_told_so_and_no_key_is_left_behind()
    {
        await using var pc = await UnattendedPc.StartAsync(cluster);
        await pc.AllowAsync();
        using var program = pc.Watch(new ManualTime(pc.Plan.DueAt(pc.First)));
        Assert.Null(await program.LookAsync(japanese: true, step: null, Cancel));
        Assert.Equal(UnattendedRefusals.ClockAhead.Code, Assert.Single(program.Tidings).Topic);
        Assert.Empty(Asking.Unanswered(pc.Home));
        Assert.Single(Directory.GetFiles(pc.Home.Path, "key-*.sealed"));
    }
}
