using System.CommandLine;
using Warifu.Worlds;

namespace Warifu.Development;

/// <summary>Where a world stands, for several side by side.</summary>
internal static class PlaceOptions
{
    public static Option<string> Folder(string usual) =>
        new("--folder") { Description = "Where this world is kept.", DefaultValueFactory = _ => usual };

    public static Option<int> BasePort() =>
        new("--base-port") { Description = "First of its ports.", DefaultValueFactory = _ => Ports.Usual.Base };
}
