using Warifu.Wire;

namespace Warifu.Desk.Keys.Tokens;

/// <summary>The PKCS#11 libraries by which this PC reaches tokens: the usual ones that are installed, and those its user named.</summary>
public static class TokenLibraries
{
    private const string File = "token-libraries.json";

    private static readonly string[] Folders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];

    // Cards and USB tokens of many makers (OpenSC), and the security chip (tpm2-pkcs11).
    private static readonly string[] Usual = ["opensc-pkcs11.so", "libtpm2_pkcs11.so.1"];

    public static IReadOnlyList<string> Named(DeskFolder folder) => folder.Read<List<string>>(File) ?? [];

    public static IReadOnlyList<string> Of(DeskFolder folder) =>
        [.. Usual.Select(name => Folders.Select(place => Path.Combine(place, name)).FirstOrDefault(System.IO.File.Exists)).OfType<string>()
            .Concat(Named(folder)).Distinct(StringComparer.Ordinal)];

    /// <summary>Adds one, after it was loaded: it is code, and runs as the user.</summary>
    public static Refusal? Add(DeskFolder folder, string path)
    {
        if (!Path.IsPathFullyQualified(path))
            return TokenRefusals.LibraryUnusable;
        if (OwnToken.In(path).Refusal is { } unusable)
            return unusable;
        if (!Of(folder).Contains(path))
            folder.Write<List<string>>(File, [.. Named(folder), path]);
        return null;
    }

    public static void Forget(DeskFolder folder, string path) =>
        folder.Write<List<string>>(File, [.. Named(folder).Where(named => named != path)]);
}
