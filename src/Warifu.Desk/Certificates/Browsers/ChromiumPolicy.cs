using System.Text.Encodings.Web;
using System.Text.Json;

namespace Warifu.Desk.Certificates.Browsers;

/// <summary>The managed policy AutoSelectCertificateForUrls of Chromium and its kin.</summary>
internal static class ChromiumPolicy
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Readable = new(Plain) { WriteIndented = true };

    /// <returns>A file of /etc/chromium/policies/managed: at this bank's address, any certificate of its authority that this user has.</returns>
    public static string Text(HeldCertificate held)
    {
        var rule = JsonSerializer.Serialize(new
        {
            pattern = held.SignIn?.GetLeftPart(UriPartial.Authority) ?? "",
            filter = new { ISSUER = new { CN = held.Certificate.IssuerName?.CommonName } },
        }, Plain);
        return JsonSerializer.Serialize(new { AutoSelectCertificateForUrls = new[] { rule } }, Readable);
    }
}
