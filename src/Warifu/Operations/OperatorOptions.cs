using System.CommandLine;
using Warifu.Development;
using Warifu.Postgres.Cluster;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Operations;

/// <summary>How an operator's command is told where its party stands: by option, by the environment, or as a developer's world.</summary>
internal static class OperatorOptions
{
    public static Option<string?> World()
    {
        var world = new Option<string?>("--world") { Description = "A developer's running world instead: up or demo." };
        world.AcceptOnlyFromAmong("up", "demo");
        return world;
    }

    /// <param name="variable">Where it is looked for when it is not given.</param>
    public static Option<string?> Of(string name, string variable, string description) => new(name)
    {
        Description = $"{description} Or {variable} in the environment.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null,
    };

    /// <summary>The folder of a world.</summary>
    /// <returns>Null when no world is named.</returns>
    /// <exception cref="RefusedException">It does not run.</exception>
    public static string? FolderOf(string? world) => world switch
    {
        null => null,
        "demo" => Running(Checkout.DemoFolder),
        _ => Running(Checkout.UpFolder),
    };

    /// <exception cref="RefusedException">It is not given.</exception>
    public static string Given(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) ?? throw Missing(option);

    public static RefusedException Missing(Option<string?> option) => new(OperationRefusals.OptionMissing with { Detail = new(option.Name, option.Name) });

    /// <summary>The lock of a folder is held while its database runs.</summary>
    private static string Running(string folder) =>
        PrivateCluster.IsRunning(folder) ? folder : throw new RefusedException(DevelopmentRefusals.NotRunning);
}
