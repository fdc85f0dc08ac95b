using Warifu.Statements;
using Warifu.Statements.Merging;
using Warifu.Statements.Proving;
using static Warifu.Tests.Statements.StatementGenerators;

namespace Warifu.Tests.Statements.Proving;

public sealed class BalanceProofTests
{
    private static readonly Statement Whole = Of([Line(1, 100), Line(3, -200), Line(6, 300), Line(9, 50)]);

    [Fact]
    public void Windows_that_follow_each_other_are_one_proven_run()
    {
        var run = Assert.Single(Proof(Cut(Whole, 0, 4), Cut(Whole, 5, 9)).Runs);

        Assert.Equal((1_000m, 450m, 200m, 1_250m, 4), (run.Opening, run.Credits, run.Debits, run.Closing, run.Lines));
        Assert.Equal(Standing.Proven, run.Standing);
    }

    [Fact]
    public void A_gap_is_named_with_what_is_missing_in_it()
    {
        var proof = Proof(Cut(Whole, 0, 2), Cut(Whole, 5, 9));

        var gap = Assert.Single(proof.Gaps);
        Assert.Equal(new DateWindow(FirstDay.AddDays(3), FirstDay.AddDays(4)), gap.Days);
        Assert.Equal(-200, gap.Difference);
        Assert.False(proof.IsProven);
    }

    [Fact]
    public void A_missing_line_breaks_the_proof_and_names_the_window()
    {
        var history = History(Cut(Whole, 0, 4), Cut(Whole, 5, 9));
        var proof = BalanceProof.Of(history with { Lines = [.. history.Lines.Where(line => line.Amount != -200)] });

        var run = Assert.Single(proof.Runs);
        Assert.Equal(Standing.Broken, run.Standing);
        Assert.Equal(FirstDay, Assert.Single(run.Misfits).Days.From);
    }

    [Fact]
    public void Two_mistakes_that_cancel_out_are_still_found()
    {
        var history = History(Cut(Whole, 0, 4), Cut(Whole, 5, 9));
        var proof = BalanceProof.Of(history with { Lines = [.. history.Lines.Where(line => line.Amount is not (-200 or 300)).Append(Line(8, 100))] });

        Assert.Equal(Standing.Broken, proof.Runs[0].Standing);
    }

    [Fact]
    public void Without_balances_nothing_is_proven() =>
        Assert.Equal(Standing.Unproven, Proof(Cut(Whole, 0, 9, balances: false)).Runs[0].Standing);

    [Fact]
    public void Told_running_balances_prove_without_opening_and_closing() =>
        Assert.True(Proof(Cut(Tell(Whole), 0, 9, balances: false)).IsProven);

    [Fact]
    public void A_window_read_before_its_last_day_was_over_still_fits()
    {
        var morning = Cut(Of([Line(1, 100), Line(3, 10)]), 0, 3);
        var evening = Cut(Of([Line(1, 100), Line(3, 10), Line(3, 20)]), 0, 3);

        Assert.True(Proof(morning, evening).IsProven);
        Assert.True(Proof(evening, morning).IsProven);
    }

    [Fact]
    public void An_empty_history_proves_nothing() => Assert.False(BalanceProof.Of(AccountHistory.Empty(Account)).IsProven);

    private static AccountHistory History(params Statement[] deliveries) =>
        deliveries.Aggregate(AccountHistory.Empty(Account), (kept, delivered) => StatementMerge.Into(kept, delivered).History);

    private static BalanceProof Proof(params Statement[] deliveries) => BalanceProof.Of(History(deliveries));

    private static StatementLine Line(int day, decimal amount) => new(FirstDay.AddDays(day), FirstDay.AddDays(day), amount, "ﾌﾘｺﾐ");
}
