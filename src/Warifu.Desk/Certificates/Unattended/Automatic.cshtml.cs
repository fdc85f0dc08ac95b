using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Desk.Certificates.Unattended;

/// <summary>自動更新: whether this PC renews by itself, for which certificates, and what it did.</summary>
[OnFace(DeskServer.Face)]
internal sealed class AutomaticModel(DeskFolder folder, UnattendedChoice choice, RenewalWatch watch, Tidings tidings, Desktop desktop) : PageModel
{
    public const string Path = "/automatic";

    public bool? Wanted { get; private set; }

    /// <summary>It is wished, and yet the program runs only when its user opens it.</summary>
    public bool NeedsStart => Wanted == true && !desktop.StartsAtLogin;

    public IReadOnlyList<Tiding> Tidings { get; private set; } = [];

    public IReadOnlyList<UnattendedStanding> Standings { get; private set; } = [];

    public IReadOnlyList<RenewalReceipt> Receipts { get; private set; } = [];

    public Refusal? Refusal { get; private set; }

    public void OnGet()
    {
        Show();
        if (Receipts.Count > 0)
            tidings.MarkSeen();
    }

    /// <summary>The answer to the question of the first run, and any later one.</summary>
    public IActionResult OnPost(bool wanted)
    {
        try
        {
            choice.Choose(wanted);
            return Redirect(Path);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            Refusal = DeskFolder.Explain(failed);
        }
        Show();
        return this.PageWith(Refusal);
    }

    /// <summary>The receipt as a file, for whoever is to judge it.</summary>
    public IActionResult OnGetReceipt(string serial) =>
        RenewalReceipt.All(folder).FirstOrDefault(receipt => receipt.NewSerial.Hex == serial) is { } receipt
            ? File(RenewalReceipt.FileOf(folder, receipt.NewSerial)!, "application/pkcs7-mime", $"{receipt.LoginId}-{receipt.NewSerial}.p7m")
            : this.Refused(UnattendedRefusals.NoReceipt);

    private void Show()
    {
        Wanted = choice.Wanted;
        Tidings = watch.Tidings;
        Standings = [.. UnattendedStanding.All(folder, choice).Where(standing => standing.Plan?.Successor is null)];
        Receipts = RenewalReceipt.All(folder);
    }
}
