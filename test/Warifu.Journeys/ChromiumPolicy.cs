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
        System.IO.File.WriteAllText(File, """
            { "AutoSelectCertificateForUrls": ["{\"pattern\":\"https://cert.asagiri.test\",\"filter\":{}}", "{\"pattern\":\"https://staff.asagiri.test\",\"filter\":{}}"] }
            """);
    }

    public static void Remove() => System.IO.File.Delete(File);
}
