using Microsoft.AspNetCore.Mvc;
using Warifu.Pki.Certificates;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Bank.Enrolment.InBrowser;

/// <summary>What the page gets: with its key it makes the file.</summary>
/// <param name="Certificate">DER.</param>
/// <param name="Chain">DER, issuing CA first, root last.</param>
/// <param name="ValidUntil">In the reader's words.</param>
internal sealed record IssuedInBrowser(
    byte[] Certificate, IReadOnlyList<byte[]> Chain, SerialNumber Serial, string Organisation, string Unit, string CommonName, string ValidUntil)
{
    public static IActionResult Answer(ServedBank served, Certificate leaf, Translation words) => new JsonResult(
        new IssuedInBrowser(
            leaf.Der.ToArray(), [served.IssuingAuthority.RawData, served.Root.RawData], leaf.Serial,
            leaf.Subject?.Organisation ?? "", leaf.Subject?.Unit ?? "", leaf.Subject?.CommonName ?? "", words.Moment(leaf.NotAfter)),
        WireJson.Options);
}
