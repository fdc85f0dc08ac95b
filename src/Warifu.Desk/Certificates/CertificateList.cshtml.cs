using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Certificates.Unattended;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Graphs;

namespace Warifu.Desk.Certificates;

/// <summary>証明書取得 (seeds 003 and 004, CCHK001): issue, renew, and the certificates of this PC, of several users and banks.</summary>
[OnFace(DeskServer.Face)]
internal sealed class CertificateListModel(DeskFolder folder, KnownBanks banks, CleanUp cleanUp, UnattendedChoice choice, RenewalWatch watch, TimeProvider time) : PageModel
{
    public IReadOnlyList<HeldCertificate> All { get; private set; } = [];

    /// <summary>Those that can be renewed now, and only those (seed 004).</summary>
    public IEnumerable<HeldCertificate> Renewable =>
        All.Where(held => held.StateAt(time.GetUtcNow()) == HeldState.Renewable && !All.Any(held.IsSucceededBy));

    /// <summary>Asked for and not yet answered: an earlier run ended in between.</summary>
    public IReadOnlyList<Asking> Unanswered { get; private set; } = [];

    public int Leftovers { get; private set; }

    /// <summary>Whether certificates are to be renewed without him; the first run asks it.</summary>
    public bool IsToChoose { get; private set; }

    public IReadOnlyList<Tiding> Tidings { get; private set; } = [];

    /// <summary>Serial of the certificate that the bank's page asked to renew.</summary>
    [BindProperty(SupportsGet = true, Name = "renew")]
    public string? Chosen { get; set; }

    /// <summary>Where the new key is to be, as the bank's page asked: <c>token</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Onto { get; set; }

    public DateTimeOffset Now => time.GetUtcNow();

    public void OnGet()
    {
        All = HeldCertificate.All(folder);
        // What the program asked for by itself it finishes by itself, or tells.
        var own = RenewalPlan.All(folder).Select(plan => plan.Begun?.RequestKey).ToHashSet();
        Unanswered = [.. Asking.Unanswered(folder).Where(asked => !own.Contains(asked.RequestKey)).Where(asked => asked.Renews is { } old ? All.Any(held => held.Serial == old) : banks.Find(asked.Bank) is not null)];
        (IsToChoose, Tidings) = (choice.Wanted is null, watch.Tidings);
        Leftovers = cleanUp.Offered().Count;
    }

    public ValidityBar Validity(HeldCertificate held) =>
        new(held.Certificate.NotBefore, held.Certificate.NotAfter, Now, held.Certificate.NotAfter - held.RenewableFrom);
}
