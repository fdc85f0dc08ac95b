using System.Text.Json;
using Warifu.Bank.Profiles;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>
/// Lets Chromium offer the certificate without asking, as an administrator would set it for a company: a managed policy,
/// there while the journeys run.
/// </summary>
internal static class ChromiumPolicy
{
    private const string File = "/etc/chromium/policies/managed/warifu-journeys.json";

    public static void Write()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip($"Chromium takes the choice of a certificate only from a managed policy, and only root may write {File}.");
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        // Each is a JSON object written as a string.
        var patterns =
            from bank in SampleBank.All()
            from face in (string[])[BankFaces.Cert, BankFaces.Staff]
            select JsonSerializer.Serialize(new { pattern = $"https://{bank.Profile.Faces[face].Host}", filter = new { } });
        System.IO.File.WriteAllText(File, JsonSerializer.Serialize(new { AutoSelectCertificateForUrls = patterns }));
    }

    public static void Remove() => System.IO.File.Delete(File);
}
