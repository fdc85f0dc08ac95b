using Warifu.Desk;
using Warifu.Desk.Certificates;
using Warifu.Desk.Certificates.Unattended;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Desk.Certificates.Unattended;

/// <summary>The program against a real bank, with the clock in hand and the network to pull out.</summary>
public sealed class RenewalWatchTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_its_user_allowed_is_renewed_on_its_day_and_so_is_what_follows()
    {
        await using var pc = await UnattendedPc.StartAsync(cluster);
        await pc.AllowAsync();
        var due = pc.Plan.DueAt(pc.First);
        Assert.InRange(due, pc.First.RenewableFrom, pc.First.RenewableFrom.AddDays(14));
        pc.Bank.Time.Advance(due.AddSeconds(-1) - pc.Bank.Time.GetUtcNow());
        Assert.Null(await pc.LookAsync());
        Assert.Equal(pc.First.Serial, pc.Newest.Serial);
        pc.Bank.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await pc.LookAsync());

        var next = pc.Newest;
        Assert.Equal((next.Serial, pc.First.Serial), Assert.Single(pc.Receipts) is var receipt ? (receipt.NewSerial, receipt.OldSerial) : default);
        Assert.Null(next.Tried!.Code);
        Assert.Empty(Asking.Unanswered(pc.Home));
        Assert.Equal(Urgency.Done, pc.Tiding.Urgency);
        Assert.Equal(["certificate-issued", "unattended-renewal-allowed", "certificate-renewed"], await pc.Bank.ActsAsync());

        // The leave has passed to it.
        var plan = RenewalPlan.Of(pc.Home, next)!;
        pc.Bank.Time.Advance(plan.DueAt(next) - pc.Bank.Time.GetUtcNow());
        Assert.Null(await pc.LookAsync());
        Assert.Equal(2, pc.Receipts.Count);
        Assert.NotEqual(next.Serial, pc.Newest.Serial);
    }

    [Fact]
    public async Task Without_leave_or_where_its_user_wants_none_nothing_is_renewed_and_he_is_told_in_time()
    {
        await using var pc = await UnattendedPc.StartAsync(cluster);
        pc.Bank.Time.Advance(pc.First.Certificate.NotAfter.AddDays(-15) - pc.Bank.Time.GetUtcNow());
        Assert.Null(await pc.LookAsync());
        Assert.Empty(pc.Watch().Tidings);
        pc.Bank.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(("ends-soon", Urgency.Notice), (pc.Tiding.Topic, pc.Tiding.Urgency));
        pc.Bank.Time.Advance(TimeSpan.FromDays(7));
        Assert.Equal(("ends-very-soon", Urgency.Alarm), (pc.Tiding.Topic, pc.Tiding.Urgency));
        await pc.AllowAsync();
        pc.Choice.Choose(wanted: false);
        Assert.Equal(UnattendedRefusals.SwitchedOff, await pc.LookAsync());
        Assert.Equal(pc.First.Serial, Assert.Single(HeldCertificate.All(pc.Home)).Serial);
        pc.Choice.Choose(wanted: true);
        Assert.Null(await pc.LookAsync());
        Assert.Single(pc.Receipts);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public async Task The_network_gone_at_a_step_is_retried_with_growing_waits_and_then_goes_on(int step)
    {
        await using var pc = await UnattendedPc.DueAsync(cluster);
        await pc.LookAsync(reached => pc.Cable.IsOut |= reached == step);
        Assert.Equal(DeskRefusals.Unreachable.Code, pc.Plan.Last?.Refusal?.Code);
        Assert.InRange(pc.Plan.NextTry!.Value - pc.Bank.Time.GetUtcNow(), TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(7));
        pc.Bank.Time.Advance(TimeSpan.FromMinutes(8));
        await pc.LookAsync();
        Assert.Equal(2, pc.Plan.Failures);
        Assert.True(pc.Plan.NextTry - pc.Bank.Time.GetUtcNow() > TimeSpan.FromMinutes(10));
        pc.Cable.IsOut = false;
        pc.Bank.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Null(await pc.LookAsync());
        Assert.Single(pc.Receipts);
        Assert.Equal(2, HeldCertificate.All(pc.Home).Count);
        Assert.Null(pc.Newest.Tried!.Code);
        Assert.Equal(0, pc.Plan.Failures);
        Assert.Single(await pc.Bank.ActsAsync(), act => act == "certificate-renewed");
    }

    [Fact]
    public async Task A_program_killed_before_any_step_is_taken_up_and_gives_one_certificate_and_one_receipt()
    {
        for (var step = 1; step <= 11; step++)
        {
            await using var pc = await UnattendedPc.DueAsync(cluster);
            var last = step;
            await Assert.ThrowsAsync<Killed>(() => pc.LookAsync(reached =>
            {
                if (reached == last)
                    throw new Killed();
            }));
            Assert.Null(await pc.LookAsync());
            Assert.Single(pc.Receipts);
            Assert.Equal(2, HeldCertificate.All(pc.Home).Count);
            Assert.Equal(pc.Newest.Serial, pc.Plan.Successor);
            Assert.Empty(Asking.Unanswered(pc.Home));
            Assert.Single(await pc.Bank.ActsAsync(), act => act == "certificate-renewed");
        }
    }

    [Fact]
    public async Task A_trouble_that_lasts_is_told_after_a_day_and_louder_near_the_end()
    {
        await using var pc = await UnattendedPc.DueAsync(cluster);
        pc.Cable.IsOut = true;
        await pc.LookAsync();
        Assert.Empty(pc.Watch().Tidings);
        pc.Bank.Time.Advance(TimeSpan.FromDays(1));
        await pc.LookAsync();
        Assert.Equal(("server-unreachable", Urgency.Notice), (pc.Tiding.Topic, pc.Tiding.Urgency));
        pc.Bank.Time.Advance(pc.First.Certificate.NotAfter.AddDays(-5) - pc.Bank.Time.GetUtcNow());
        await pc.LookAsync();
        Assert.Equal(("server-unreachable-soon", Urgency.Alarm), (pc.Tiding.Topic, pc.Tiding.Urgency));
        pc.Cable.IsOut = false;
        pc.Bank.Time.Advance(TimeSpan.FromDays(1));
        Assert.Null(await pc.LookAsync());
        Assert.Single(pc.Receipts);
    }

    [Fact]
    public async Task A_PC_that_was_off_for_weeks_renews_at_its_next_look()
    {
        await using var pc = await UnattendedPc.DueAsync(cluster);
        pc.Bank.Time.Advance(TimeSpan.FromDays(20));
        Assert.Null(await pc.LookAsync());
        Assert.Single(pc.Receipts);
    }

    [Fact]
    public async Task A_PC_that_was_off_past_the_end_says_that_another_must_be_issued()
    {
        await using var pc = await UnattendedPc.DueAsync(cluster);
        pc.Bank.Time.Advance(TimeSpan.FromDays(50));
        Assert.Null(await pc.LookAsync());
        Assert.Equal(("ended", Urgency.Alarm), (pc.Tiding.Topic, pc.Tiding.Urgency));
        Assert.StartsWith("/issue?bank=https%3A%2F%2Flocalhost%3A", pc.Tiding.Path, StringComparison.Ordinal);
        Assert.EndsWith("&loginId=minato03", pc.Tiding.Path, StringComparison.Ordinal);
        Assert.Equal(pc.First.Serial, Assert.Single(HeldCertificate.All(pc.Home)).Serial);
    }

    [Fact]
    public async Task Leave_withdrawn_at_the_bank_is_told_at_once_and_not_asked_for_again()
    {
        await using var pc = await UnattendedPc.DueAsync(cluster);
        await pc.Bank.ExecuteAsync("delete from unattended_renewal");
        await pc.LookAsync();
        Assert.Equal((UnattendedRefusals.LeaveEnded.Code, $"/renew?serial={pc.First.Serial}"), (pc.Tiding.Topic, pc.Tiding.Path));
        Assert.Null(pc.Plan.AllowedSince);
        Assert.Empty(Asking.Unanswered(pc.Home));
        pc.Bank.Time.Advance(TimeSpan.FromDays(2));
        await pc.LookAsync();
        Assert.Single(HeldCertificate.All(pc.Home));
        // Allowed again, it goes on.
        await pc.AllowAsync();
        Assert.Null(await pc.LookAsync());
        Assert.Single(pc.Receipts);
    }

    [Fact]
    public async Task A_user_who_is_stopped_is_told_in_the_words_of_the_bank_and_renewed_when_he_is_let_in_again()
    {
        await using var pc = await UnattendedPc.DueAsync(cluster);
        await pc.Bank.ExecuteAsync("update customer_user set standing = 'stopped' where login_id = @User", new { UnattendedPc.User });
        await pc.LookAsync();
        Assert.Equal("user-stopped", pc.Tiding.Topic);
        await pc.Bank.ExecuteAsync("update customer_user set standing = 'active' where login_id = @User", new { UnattendedPc.User });
        pc.Bank.Time.Advance(TimeSpan.FromDays(1.5));
        Assert.Null(await pc.LookAsync());
        Assert.Single(pc.Receipts);
    }

    [Fact]
    public async Task Keys_that_are_closed_are_told_and_the_rest_begins_when_they_are_opened()
    {
        await using var pc = await UnattendedPc.DueAsync(cluster);
        var open = pc.Keys;
        pc.Keys = () => Task.FromResult<Warifu.Wire.Outcome<Warifu.Desk.Keys.Vault>>(UnattendedRefusals.KeysClosed);
        await pc.LookAsync();
        Assert.Equal(UnattendedRefusals.KeysClosed.Code, pc.Tiding.Topic);
        pc.Keys = open;
        pc.Bank.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Null(await pc.LookAsync());
        Assert.Single(pc.Receipts);
    }

    [Fact]
    public async Task After_a_start_or_a_sleep_what_is_due_rests_for_the_minutes_that_its_lot_drew()
    {
        await using var pc = await UnattendedPc.DueAsync(cluster);
        (pc.Plan with { Lot = 0.5 }).Keep(pc.Home);
        using var program = pc.Watch();
        for (var start = 0; start < 2; start++)
        {
            Assert.False(program.IsRested());
            pc.Bank.Time.Advance(TimeSpan.FromMinutes(4));
            Assert.False(program.IsRested());
            pc.Bank.Time.Advance(TimeSpan.FromMinutes(2));
            Assert.True(program.IsRested());
            pc.Bank.Time.Advance(TimeSpan.FromDays(7));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(10)]
    public async Task A_disk_that_is_full_at_a_step_is_told_and_the_rest_is_done_when_there_is_room(int step)
    {
        using var disk = SmallDisk.Mount();
        await using var pc = await UnattendedPc.DueAsync(cluster, disk.Path);
        using var program = pc.Watch();
        Assert.Null(await program.LookAsync(japanese: true, reached =>
        {
            if (reached == step)
                disk.Fill();
        }, Cancel));
        var tiding = Assert.Single(program.Tidings, tiding => tiding.Topic == DeskRefusals.DiskFull.Code);
        Assert.Equal(Urgency.Notice, tiding.Urgency);
        disk.MakeRoom();
        pc.Bank.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(await program.LookAsync(japanese: true, step: null, Cancel));
        Assert.Equal(Urgency.Done, Assert.Single(program.Tidings).Urgency);
        Assert.Single(pc.Receipts);
        Assert.Equal(2, HeldCertificate.All(pc.Home).Count);
        Assert.Single(await pc.Bank.ActsAsync(), act => act == "certificate-renewed");
    }

    [Fact]
    public async Task Two_programs_at_once_get_one_certificate()
    {
        await using var pc = await UnattendedPc.DueAsync(cluster);
        var looks = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => pc.LookAsync(), Cancel)));
        Assert.Contains(looks, refusal => refusal is null);
        Assert.DoesNotContain(looks, refusal => refusal is not null && refusal != UnattendedRefusals.AtWork);
        Assert.Single(pc.Receipts);
        Assert.Equal(2, HeldCertificate.All(pc.Home).Count);
    }

    [Fact]
    public async Task What_its_user_renewed_by_hand_is_followed()
    {
        await using var pc = await UnattendedPc.DueAsync(cluster);
        Assert.Null((await new RenewCertificate(pc.Home, pc.Vault).RunAsync(pc.First, UnattendedPc.Password, oneTimePassword: null, japanese: true, step: null, Cancel)).Refusal);
        Assert.Null(await pc.LookAsync());
        Assert.Empty(pc.Receipts);
        Assert.NotNull(RenewalPlan.Of(pc.Home, pc.Newest)!.AllowedSince);
        Assert.Equal(pc.Newest.Serial, pc.Plan.Successor);
    }

    [Fact]
    public async Task The_old_one_goes_when_the_bank_no_longer_takes_it()
    {
        await using var pc = await UnattendedPc.DueAsync(cluster);
        Assert.Null(await pc.LookAsync());
        using (await pc.Bank.SignedInAsync(UnattendedPc.User, pc.Newest.WithKey(pc.Vault).Value))
            Assert.Contains("certificate-revoked", await pc.Bank.ActsAsync());
        Assert.Equal(2, HeldCertificate.All(pc.Home).Count);
        pc.Bank.Time.Advance(TimeSpan.FromDays(1));
        Assert.Null(await pc.LookAsync());
        Assert.NotEqual(pc.First.Serial, Assert.Single(HeldCertificate.All(pc.Home)).Serial);
        Assert.Null(pc.Vault.GetKey(pc.First.KeyName));
        Assert.Null(RenewalPlan.Of(pc.Home, pc.First));
    }

    [Fact]
    public async Task The_program_that_runs_looks_by_itself_and_tells_each_matter_once()
    {
        await using var pc = await UnattendedPc.DueAsync(cluster);
        (pc.Plan with { Lot = 0 }).Keep(pc.Home);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var told = new List<Tiding>();
        var running = pc.Watch().RunAsync(japanese: true, tiding =>
        {
            told.Add(tiding);
            ending.Cancel();
        }, ending.Token);
        await running;
        Assert.Equal(Urgency.Done, Assert.Single(told).Urgency);
        Assert.Single(pc.Receipts);
    }

    private sealed class Killed : Exception;
}
