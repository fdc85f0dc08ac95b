namespace Warifu.Statements.Merging;

/// <summary>Which kept line each delivered line of a day is, as far as found.</summary>
internal sealed class LinePairs(IReadOnlyList<StatementLine> kept, IReadOnlyList<StatementLine> delivered)
{
    private readonly int?[] deliveredOf = new int?[kept.Count];
    private readonly int?[] keptOf = new int?[delivered.Count];

    public int Count { get; private set; }

    public IEnumerable<StatementLine> LeftOfDelivered => delivered.Where((_, d) => keptOf[d] is null);

    /// <summary>Pairs each delivered line that is still alone with the first kept line that is still alone and the same.</summary>
    public void Match(Func<StatementLine, StatementLine, bool> same)
    {
        for (var d = 0; d < delivered.Count; d++)
        {
            for (var k = 0; k < kept.Count && keptOf[d] is null; k++)
            {
                if (deliveredOf[k] is not null || !same(kept[k], delivered[d]))
                    continue;
                (deliveredOf[k], keptOf[d]) = (d, k);
                Count++;
            }
        }
    }

    /// <summary>Kept and added lines in one order that follows both sides wherever they agree.</summary>
    public List<StatementLine> Sequence(IReadOnlyList<StatementLine> added)
    {
        var isNew = added.ToHashSet<StatementLine>(ReferenceEqualityComparer.Instance);
        var (sequence, next) = (new List<StatementLine>(), 0);
        for (var d = 0; d < delivered.Count; d++)
        {
            for (; keptOf[d] is { } pair && next <= pair; next++)
                sequence.Add(kept[next]);
            if (isNew.Contains(delivered[d]))
                sequence.Add(delivered[d]);
        }

        sequence.AddRange(kept.Skip(next));
        return sequence;
    }
}
