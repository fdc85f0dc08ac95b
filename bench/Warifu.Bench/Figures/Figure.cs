namespace Warifu.Bench.Figures;

/// <summary>One figure of a run.</summary>
/// <param name="Value">Ours, in <paramref name="Unit"/>; the median of the runs.</param>
/// <param name="Peer">What stands beside it in the same run; null for an absolute figure.</param>
/// <param name="Goal">In words, such as <c>≤ 1.4 × peer</c>.</param>
/// <param name="Met">Null where there is no goal.</param>
internal sealed record Figure(string Name, double Value, string Unit, string? Peer, double? PeerValue, string? Goal, bool? Met)
{
    public double? Ratio => PeerValue is > 0 ? Value / PeerValue : null;

    /// <summary>Ours beside a peer, where less is better.</summary>
    public static Figure AtMost(string name, double value, string unit, string peer, double peerValue, double times) =>
        new(name, value, unit, peer, peerValue, $"≤ {times} × {peer}", value <= times * peerValue);

    /// <summary>An absolute figure, where less is better.</summary>
    public static Figure Under(string name, double value, string unit, double limit) => new(name, value, unit, null, null, $"< {limit} {unit}", value < limit);

    /// <summary>A figure with a goal of its own and a peer beside it, where more is better.</summary>
    public static Figure AtLeast(string name, double value, string unit, double goal, string peer, double peerValue) =>
        new(name, value, unit, peer, peerValue, $"≥ {goal} {unit}", value >= goal);

    /// <summary>A figure that is only told.</summary>
    public static Figure Told(string name, double value, string unit, string? peer = null, double? peerValue = null) => new(name, value, unit, peer, peerValue, null, null);
}

internal static class Medians
{
    /// <summary>Runs ours and the peer in turn, A B A B …, and gives each one's median.</summary>
    public static async Task<(double Ours, double Peer)> InTurnAsync(int runs, Func<Task<double>> ours, Func<Task<double>> peer)
    {
        var (first, second) = (new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            first.Add(await ours());
            second.Add(await peer());
        }
        return (Of(first), Of(second));
    }

    public static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
