using System.Globalization;
using System.Text;
using System.Text.Json;
using Warifu.Pki.Certificates;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Authority.Ceremony;

/// <summary>What was decided before the first key was made; an interrupted ceremony goes on from it.</summary>
/// <param name="Number">1 is the first ceremony of the folder.</param>
/// <param name="StartedAt">The first second of every certificate's validity.</param>
/// <param name="Serials">By id of authority or cross-certificate.</param>
/// <param name="KeyIds">CKA_ID of keys in tokens, by authority.</param>
/// <param name="CrlNumbers">By root.</param>
internal sealed record CeremonyIntent(
    int Number, string DescriptionSha256, DateTimeOffset StartedAt, IReadOnlyDictionary<string, SerialNumber> Serials,
    IReadOnlyDictionary<string, byte[]> KeyIds, IReadOnlyDictionary<string, long> CrlNumbers)
{
    /// <summary>What the standing root revokes in this ceremony; on its lists for good.</summary>
    public IReadOnlyList<RevokedAuthority> Revoked { get; init; } = [];
}

/// <summary>A certificate that a root revoked.</summary>
/// <param name="Id">Of the issuing authority or the cross-certificate.</param>
internal sealed record RevokedAuthority(string Id, string Root, SerialNumber Serial, DateTimeOffset At, RevocationReason Reason);

/// <summary>The folder of a ceremony: only its owner enters it, and a file is there whole or not at all.</summary>
internal sealed class CeremonyFolder(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>At least one ceremony was held.</summary>
    public bool IsHeld => File.Exists(Of(HeldFile(1)));

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

    /// <summary>All that were held, the first one first.</summary>
    public IReadOnlyList<CeremonyIntent> Held()
    {
        var held = new List<CeremonyIntent>();
        while (Read(HeldFile(held.Count + 1)) is { } content)
            held.Add(JsonSerializer.Deserialize<CeremonyIntent>(content, WireJson.Options)!);
        return held;
    }

    /// <summary>The reviewed descriptions of all that were held.</summary>
    public IEnumerable<string> Descriptions() =>
        Held().Select(held => Encoding.UTF8.GetString(Read(string.Create(CultureInfo.InvariantCulture, $"ceremony-{held.Number}.yaml")) ?? []));

    /// <summary>The ceremony is held: the last step.</summary>
    public void Close(int number) => File.Move(IntentFile, Of(HeldFile(number)));

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

    /// <summary>What stands already, else what is made now, and then stands.</summary>
    public byte[] Keep(string name, Func<byte[]> make)
    {
        if (Read(name) is { } standing)
            return standing;
        var made = make();
        Write(name, made);
        return made;
    }

    private static string HeldFile(int number) => string.Create(CultureInfo.InvariantCulture, $"ceremony-{number}.json");

    private string Of(string name) => Path.Combine(path, name);
}
