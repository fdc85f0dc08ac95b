namespace Warifu.Forex.Rates;

/// <summary>A pair of currencies as the market writes it: units of <see cref="Quote"/> for one <see cref="Base"/>, such as USD/JPY.</summary>
public sealed record CurrencyPair
{
    /// <exception cref="FormatException">Not two different ISO 4217 codes.</exception>
    public CurrencyPair(string @base, string quote)
    {
        foreach (var code in (string[])[@base, quote])
            if (code is not { Length: 3 } || !code.All(char.IsAsciiLetterUpper))
                throw new FormatException("A currency is three upper-case letters.");
        if (@base == quote)
            throw new FormatException("A pair has two currencies.");
        (Base, Quote) = (@base, quote);
    }

    public string Base { get; }

    public string Quote { get; }

    public override string ToString() => $"{Base}/{Quote}";
}
