using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Packages;

/// <summary>Warifu Desk with its runtime, for one system.</summary>
internal static class PublishedDesk
{
    /// <param name="system">A runtime identifier.</param>
    /// <returns>The folder, which holds nothing else.</returns>
    /// <exception cref="RefusedException">It does not build.</exception>
    public static async Task<string> ForAsync(string system, CancellationToken cancel)
    {
        var work = Path.Combine(Checkout.Root, "artifacts", "desk", system);
        var folder = Path.Combine(work, "files");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        await PackageTools.RunAsync("dotnet", [
            "publish", Path.Combine(Checkout.Root, "src", "Warifu.Desk.App"), "--configuration", "Release", "--runtime", system, "--self-contained",
            "--nologo", "--verbosity", "quiet", $"-p:ArtifactsPath={work}", "-p:RestoreLockedMode=false", "-p:DebugType=none", "--output", folder,
        ], cancel);
        return folder;
    }
}
