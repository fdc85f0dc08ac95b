using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Certificates.Unattended;
using Warifu.Desk.Keys;
using Warifu.Desk.Keys.Tokens;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Graphs;
using Warifu.Web.Languages;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Desk.Certificates;

/// <summary>All there is to know about one certificate; a file of it, without the key; and the login test.</summary>
[OnFace(DeskServer.Face)]
internal sealed class DetailsModel(DeskFolder folder, OpenedKeys keys, TryCertificate trying, UnattendedChoice choice, Translation language, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Serial { get; set; } = "";

    public HeldCertificate Held { get; private set; } = null!;

    public HeldState State => Held.StateAt(time.GetUtcNow());

    public ValidityBar Validity => new(Held.Certificate.NotBefore, Held.Certificate.NotAfter, time.GetUtcNow(), Held.Certificate.NotAfter - Held.RenewableFrom);

    /// <summary>SHA-256, in pairs, as other programs show it.</summary>
    public string Fingerprint => string.Join(' ', Convert.ToHexString(Held.Certificate.Sha256).Chunk(2).Select(pair => new string(pair)));

    public UnattendedStanding Renewal => UnattendedStanding.Of(folder, choice, Held);

    public Refusal? Refusal { get; private set; }

    public static string PathTo(HeldCertificate held) => $"/certificates/{held.Serial}";

    public IActionResult OnGet() => Show();

    /// <summary>The certificate as a file, PEM with its chain or DER alone. There is no way here to take out a key.</summary>
    public IActionResult OnGetFile(string form)
    {
        if (HeldCertificate.Of(folder, Serial) is not { } held)
            return this.Refused(DeskRefusals.NoSuchCertificate);
        var (content, extension, type) = CertificateFile.Of(held, form);
        return File(content, type, $"{held.LoginId}-{held.Serial}.{extension}");
    }

    public async Task<IActionResult> OnPostTryAsync(CancellationToken cancel)
    {
        if (HeldCertificate.Of(folder, Serial) is not { } held)
            return this.Refused(DeskRefusals.NoSuchCertificate);
        if (OpenTokenModel.Needed(held.Place) is { } token)
            return Redirect(OpenTokenModel.PathTo(token, PathTo(held)));
        Refusal = (await trying.RunAsync(held, keys.Vault, language.IsJapanese, cancel)).Refusal;
        return Show();
    }

    private IActionResult Show()
    {
        if (HeldCertificate.Of(folder, Serial) is not { } held)
            return this.Refused(DeskRefusals.NoSuchCertificate);
        Held = held;
        return this.PageWith(Refusal);
    }
}

/// <summary>A certificate for other programs: what is public of it.</summary>
public static class CertificateFile
{
    /// <param name="form"><c>der</c>: the certificate alone; anything else: PEM, with its chain.</param>
    public static (byte[] Content, string Extension, string Type) Of(HeldCertificate held, string? form) => form == "der"
        ? (held.Der, "cer", "application/pkix-cert")
        : (Encoding.ASCII.GetBytes(string.Concat(((byte[][])[held.Der, .. held.Chain]).Select(der => PemEncoding.WriteString("CERTIFICATE", der) + "\n"))), "pem", MediaTypeNames.Application.Octet);
}
