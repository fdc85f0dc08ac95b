using System.CommandLine;
using Warifu.Development;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Packages;

/// <summary><c>./dev package</c>: what customers install on their PCs, made on Linux for Windows too.</summary>
internal static class PackageCommand
{
    public static Command Make()
    {
        var output = new Option<string>("--output") { Description = "Where the packages are put.", DefaultValueFactory = _ => Path.Combine(Checkout.Root, "artifacts", "packages") };
        var certificate = new Option<string?>("--sign-with") { Description = "A PKCS#12 file for code signing; its password is WARIFU_SIGNING_PASSWORD. Without it the setup is not signed." };
        var command = new Command("package", """
            Makes the packages of Warifu Desk: a setup for Windows (x64) and a .deb (amd64).

              ./dev package
              WARIFU_SIGNING_PASSWORD=… ./dev package --sign-with code-signing.p12
            """)
        {
            output, certificate,
        };
        command.SetAction((parsed, cancel) => Told.RunAsync(async () =>
        {
            foreach (var made in await MakeAsync(parsed.GetValue(output)!, parsed.GetValue(certificate), cancel))
                Console.WriteLine(made);
            return 0;
        }));
        return command;
    }

    /// <returns>The files that were made.</returns>
    /// <exception cref="RefusedException">A tool is missing or has failed.</exception>
    public static async Task<IReadOnlyList<string>> MakeAsync(string output, string? certificate, CancellationToken cancel)
    {
        await SystemPackage.EnsureAsync(certificate is null ? SystemPackage.ForPackages : [.. SystemPackage.ForPackages, SystemPackage.CodeSigning], cancel);
        Directory.CreateDirectory(output);
        var version = typeof(PackageCommand).Assembly.GetName().Version!.ToString(3);
        var signing = certificate is null ? null : new CodeSigning(certificate);
        var windows = await WindowsSetup.MakeAsync(await PublishedDesk.ForAsync("win-x64", cancel), version, output, signing, cancel);
        var debian = await DebianPackage.MakeAsync(await PublishedDesk.ForAsync("linux-x64", cancel), version, output, cancel);
        return [windows, debian];
    }
}
