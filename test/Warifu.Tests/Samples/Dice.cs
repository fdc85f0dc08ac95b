namespace Warifu.Tests.Samples;

/// <summary>Numbers that look drawn and are the same on every run: the minimal standard generator of Park and Miller (1988).</summary>
internal sealed class Dice(int seed)
{
    private const long Modulus = 2_147_483_647;
    private const long Multiplier = 48_271;

    private long state = seed;

    /// <summary>From the first number to the last, both included.</summary>
    public int Between(int first, int last)
    {
        state = state * Multiplier % Modulus;
        return first + (int)(state % (last - first + 1));
    }

    public T Of<T>(IReadOnlyList<T> choices) => choices[Between(0, choices.Count - 1)];
}
