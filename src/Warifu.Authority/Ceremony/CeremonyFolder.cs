using System.Text.Json;
using Warifu.Pki.Certificates;
using Warifu.Wire;

namespace Warifu.Authority.Ceremony;

/// <summary>What was decided before the first key was made; an interrupted ceremony goes on from it.</summary>
/// <param name="StartedAt">The first second of every authority's validity.</param>
/// <param name="Serials">By authority.</param>
internal sealed record CeremonyIntent(string DescriptionSha256, DateTimeOffset StartedAt, IReadOnlyDictionary<string, SerialNumber> Serials);

/// <summary>The folder of a ceremony: only its owner enters it, and a file is there whole or not at all.</summary>
internal sealed class CeremonyFolder(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public bool IsHeld => File.Exists(Of("ceremony.json"));

    private string IntentFile => Of("ceremony.intent.json");

    public void Make()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <returns>Null while another program holds it.</returns>
    public FileStream? TryLock()
    {
        try
        {
            return new FileStream(Of("ceremony.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public CeremonyIntent? ReadIntent() =>
        File.Exists(IntentFile) ? JsonSerializer.Deserialize<CeremonyIntent>(File.ReadAllBytes(IntentFile), WireJson.Options) : null;

    public void WriteIntent(CeremonyIntent intent) =>
        Write("ceremony.intent.json", JsonSerializer.SerializeToUtf8Bytes(intent, WireJson.Options));

    /// <summary>The ceremony is held: the last step.</summary>
    public void Close() => File.Move(IntentFile, Of("ceremony.json"));

    public byte[]? ReadKey(string authority) => Read($"{authority}.key.pem");

    public void WriteKey(string authority, byte[] content) => Write($"{authority}.key.pem", content);

    public Certificate? ReadCertificate(string authority) =>
        Read($"{authority}.cer") is { } der ? Certificate.Read(der).Value : null;

    public void WriteCertificate(string authority, Certificate certificate) => Write($"{authority}.cer", certificate.Der.Span);

    public byte[]? Read(string name) => File.Exists(Of(name)) ? File.ReadAllBytes(Of(name)) : null;

    /// <summary>Writes beside the place, reaches the disk, then moves there.</summary>
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        var making = Of(name + ".making");
        File.Delete(making);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var stream = new FileStream(making, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(making, Of(name), overwrite: true);
    }

    private string Of(string name) => Path.Combine(path, name);
}
