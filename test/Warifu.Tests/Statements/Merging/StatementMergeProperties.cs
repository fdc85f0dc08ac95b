using FsCheck;
using FsCheck.Fluent;
using Warifu.Statements;
using Warifu.Statements.Merging;
using Warifu.Statements.Proving;
using static Warifu.Tests.Statements.StatementGenerators;

namespace Warifu.Tests.Statements.Merging;

public sealed class StatementMergeProperties
{
    /// <summary>Windows that cover all ten days, overlapping at will, in any order.</summary>
    private static readonly Gen<(int First, int Last)[]> Splits =
        from cuts in Gen.ListOf(Gen.Choose(0, 9))
        from before in Gen.ListOf(Gen.Choose(0, 3), cuts.Count + 1)
        from order in Gen.Shuffle(Enumerable.Range(0, cuts.Count + 1).ToArray())
        let edges = cuts.Order().Append(9).ToArray()
        let windows = edges.Select((edge, i) => (First: Math.Max(0, (i == 0 ? 0 : Math.Min(edges[i - 1] + 1, edge)) - before.ElementAt(i)), Last: edge)).ToArray()
        select order.Select(i => windows[i]).ToArray();

    [Fact]
    public void Merging_the_same_delivery_twice_adds_nothing() =>
        Prop.ForAll(Any().ToArbitrary(), statement =>
        {
            var once = StatementMerge.Into(AccountHistory.Empty(Account), statement);
            var again = StatementMerge.Into(once.History, statement);
            Assert.Empty(again.Added);
            Assert.Empty(again.Conflicts);
            Assert.Equal(statement.Lines.Count, again.Known);
            Assert.Equal(once.History.Lines, again.History.Lines);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_split_into_overlapping_windows_in_any_order_merges_to_the_same_lines() =>
        Prop.ForAll(Gen.OneOf(Proven, Told).ToArbitrary(), Splits.ToArbitrary(), (whole, windows) =>
        {
            var history = windows.Aggregate(
                AccountHistory.Empty(Account), (kept, days) => StatementMerge.Into(kept, Cut(whole, days.First, days.Last)).History);
            Assert.Equal(whole.Counted().Lines, history.Lines);
            Assert.True(BalanceProof.Of(history).IsProven);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Running_balances_alone_merge_any_stretches_of_lines_in_any_order() =>
        Prop.ForAll(Told.ToArbitrary(), Gen.ListOf(Gen.Two(Gen.Choose(0, 1_000))).ToArbitrary(), (whole, stretches) =>
        {
            var history = StatementMerge.Into(AccountHistory.Empty(Account), whole).History;
            foreach (var (one, other) in stretches)
            {
                var (first, last) = (Math.Min(one, other) * whole.Lines.Count / 1_001, Math.Max(one, other) * whole.Lines.Count / 1_001);
                if (whole.Lines.Count == 0)
                    continue;
                var lines = whole.Lines.Skip(first).Take(last - first + 1).ToList();
                var window = new DateWindow(lines[0].BookingDate, lines[^1].BookingDate);
                var part = new Statement(Account, "ﾐﾅﾄ", "JPY", window, null, null, lines);
                var merged = StatementMerge.Into(history, part);
                Assert.Empty(merged.Added);
                Assert.Empty(merged.Conflicts);
            }
        }).QuickCheckThrowOnFailure();

    private static Gen<Statement> Any() => Gen.OneOf(Proven, Told, Proven.Select(statement => Cut(statement, 0, 9, balances: false)));
}
