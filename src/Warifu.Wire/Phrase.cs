namespace Warifu.Wire;

/// <summary>One sentence in the two languages every page speaks.</summary>
public sealed record Phrase(string Ja, string En)
{
    public string In(bool japanese) => japanese ? Ja : En;
}
