using Warifu.Development;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Packages;

internal static class PackageTools
{
    private static readonly Refusal Failed = new("package-not-made", 500,
        new("パッケージを作れませんでした。", "The package could not be made."),
        new("下のツールの出力を確かめて、もう一度実行してください。", "See what the tool says, and run it again."));

    /// <summary>A file that goes into packages.</summary>
    public static string Ours(string name) => Path.Combine(Checkout.Root, "packaging", name);

    /// <exception cref="RefusedException">It failed; the refusal holds what it said.</exception>
    public static async Task RunAsync(string program, IReadOnlyList<string> words, CancellationToken cancel)
    {
        var (code, said) = await Run.ToEndAsync(program, words, cancel);
        if (code != 0)
            throw new RefusedException(Failed with { Detail = new(said, said) });
    }
}
