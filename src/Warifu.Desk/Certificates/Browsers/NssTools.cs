using System.Diagnostics;
using System.Formats.Asn1;
using System.Text;
using System.Text.RegularExpressions;
using Warifu.Wire;

namespace Warifu.Desk.Certificates.Browsers;

/// <summary>NSS's own programs on one database, which they write while browsers read it.</summary>
/// <param name="passing">A folder of this user's with the database's password in the file <c>password</c>.</param>
internal sealed partial class NssTools(string database, string passing)
{
    private string Password => Path.Combine(passing, "password");

    public async Task<Refusal?> MakeAsync(CancellationToken cancel)
    {
        Directory.CreateDirectory(database);
        return Refused(await RunAsync("certutil", ["-N", "-f", Password], cancel));
    }

    public async Task<Outcome<bool>> HasKeyAsync(string id, CancellationToken cancel)
    {
        var listed = await RunAsync("certutil", ["-K", "-f", Password], cancel);
        // It fails when there is no key at all.
        return listed.Said.Contains("no keys found", StringComparison.Ordinal) ? false
            : Refused(listed) is { } refusal ? refusal
            : listed.Said.Contains(id, StringComparison.Ordinal);
    }

    public async Task<Refusal?> ImportAsync(byte[] content, string secret, CancellationToken cancel)
    {
        var (file, words) = (Path.Combine(passing, "certificate.p12"), Path.Combine(passing, "secret"));
        await File.WriteAllBytesAsync(file, content, cancel);
        await File.WriteAllTextAsync(words, secret, Encoding.ASCII, cancel);
        return Refused(await RunAsync("pk12util", ["-i", file, "-w", words, "-k", Password], cancel));
    }

    public async Task<Refusal?> RemoveAsync(string id, byte[] der, CancellationToken cancel)
    {
        var there = await HasKeyAsync(id, cancel);
        if (there.Refusal is not null || !there.Value)
            return there.Refusal;
        if (Refused(await RunAsync("certutil", ["-F", "-k", id, "-f", Password], cancel)) is { } refusal)
            return refusal;
        foreach (Match line in Listed().Matches((await RunAsync("certutil", ["-L"], cancel)).Said))
        {
            var name = line.Groups["name"].Value.TrimEnd();
            if ((await RunAsync("certutil", ["-L", "-n", name, "-r"], cancel)).Bytes.AsSpan().SequenceEqual(der))
                return Refused(await RunAsync("certutil", ["-D", "-n", name], cancel));
        }
        return null;
    }

    /// <summary>Certificates whose keys are there too, with the names under which NSS knows them.</summary>
    public async Task<Outcome<IReadOnlyList<(string Name, byte[] Der)>>> OwnAsync(CancellationToken cancel)
    {
        var keys = await RunAsync("certutil", ["-K", "-f", Password], cancel);
        if (keys.Said.Contains("no keys found", StringComparison.Ordinal))
            return Outcome.Of<IReadOnlyList<(string, byte[])>>([]);
        if (Refused(keys) is { } refusal)
            return refusal;
        var own = new List<(string, byte[])>();
        // Several certificates may have one name.
        foreach (var name in Listed().Matches((await RunAsync("certutil", ["-L"], cancel)).Said).Select(line => line.Groups["name"].Value.TrimEnd()).Distinct(StringComparer.Ordinal))
            own.AddRange(Split((await RunAsync("certutil", ["-L", "-n", name, "-r"], cancel)).Bytes)
                .Where(der => keys.Said.Contains(BrowserCertificates.KeyId(der), StringComparison.Ordinal)).Select(der => (name, der)));
        return Outcome.Of<IReadOnlyList<(string, byte[])>>(own);
    }

    /// <summary>All certificates of a name with their keys, as a PKCS#12 file under this secret.</summary>
    public async Task<Outcome<byte[]>> ExportAsync(string name, string secret, CancellationToken cancel)
    {
        var (file, words) = (Path.Combine(passing, "certificate.p12"), Path.Combine(passing, "secret"));
        await File.WriteAllTextAsync(words, secret, Encoding.ASCII, cancel);
        return Refused(await RunAsync("pk12util", ["-o", file, "-n", name, "-w", words, "-k", Password, "-c", "AES-256-CBC"], cancel)) is { } refusal
            ? refusal : await File.ReadAllBytesAsync(file, cancel);
    }

    /// <summary>One after another, DER (X.690): each says how long it is.</summary>
    private static IEnumerable<byte[]> Split(byte[] all)
    {
        for (var rest = all.AsMemory(); rest.Length > 0 && AsnDecoder.TryReadEncodedValue(rest.Span, AsnEncodingRules.DER, out _, out _, out _, out var length); rest = rest[length..])
            yield return rest[..length].ToArray();
    }

    /// <summary>Whether the database reaches tokens by this library.</summary>
    public async Task<Outcome<bool>> HasLibraryAsync(string library, CancellationToken cancel)
    {
        var listed = await RunAsync("modutil", ["-list"], cancel, "-dbdir");
        return Refused(listed) is { } refusal ? refusal
            : listed.Said.Split('\n').Any(line => line.Split(':', 2) is [var name, var path] && name.Trim() == "library name" && path.Trim() == library);
    }

    public async Task<Refusal?> AddLibraryAsync(string library, CancellationToken cancel) =>
        Refused(await RunAsync("modutil", ["-force", "-add", NameOf(library), "-libfile", library], cancel, "-dbdir"));

    public async Task<Refusal?> RemoveLibraryAsync(string library, CancellationToken cancel)
    {
        var there = await HasLibraryAsync(library, cancel);
        return there.Refusal is not null || !there.Value ? there.Refusal
            : Refused(await RunAsync("modutil", ["-force", "-delete", NameOf(library)], cancel, "-dbdir"));
    }

    private static string NameOf(string library) => $"Warifu {Path.GetFileName(library)}";

    private static Refusal? Refused((int Code, string Said, byte[] Bytes) run) => run.Code == 0 ? null
        : run.Said.Contains("password", StringComparison.OrdinalIgnoreCase) ? BrowserRefusals.PasswordNeeded
        : BrowserRefusals.NotDone with { Detail = new(run.Said.Trim(), run.Said.Trim()) };

    private async Task<(int Code, string Said, byte[] Bytes)> RunAsync(string program, IReadOnlyList<string> words, CancellationToken cancel, string databaseOption = "-d")
    {
        var start = new ProcessStartInfo(program, [.. words, databaseOption, $"sql:{database}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(cancel);
        using var said = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(said, cancel);
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, Encoding.UTF8.GetString(said.ToArray()) + await errors, said.ToArray());
    }

    [GeneratedRegex("^(?<name>.+?) +[a-zA-Z]*,[a-zA-Z]*,[a-zA-Z]* *$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listed();
}
