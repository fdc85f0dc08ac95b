using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Bank.Certificates;

/// <summary>利用者一覧 of 証明書失効 (seed 003, BRSK018): by login ID ascending first.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession(Right.ManageUsers)]
internal sealed class CertificateListModel(Database database, Banks banks) : PageModel
{
    public static readonly IReadOnlyList<(string Key, Phrase Words)> Sorts =
    [
        ("login-id", new("ログインID", "Login ID")), ("name", new("利用者名", "Name")), ("kind", new("利用者区分", "Kind")),
        ("state", new("証明書状態", "State")), ("expiry", new("証明書有効期限", "Valid until")),
    ];

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Order { get; set; }

    public bool IsDescending => Order == "desc";

    public IReadOnlyList<HeldCertificate> Users { get; private set; } = [];

    /// <summary>Why the signed-in user cannot revoke this one; null when he can.</summary>
    public Refusal? WhyNot(HeldCertificate held) => RevocationByUser.Forbids(HttpContext.Session(), held);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var session = HttpContext.Session();
        var profile = banks.Of(session.Bank).Profile;
        var users = await database.InTenantAsync(session.Bank, work =>
            HeldCertificates.OfContractAsync(work, session.ContractId, profile, database.Time.GetUtcNow()), cancel);
        Users = Sorted(users, profile.UserKinds);
    }

    private List<HeldCertificate> Sorted(IReadOnlyList<HeldCertificate> users, IReadOnlyList<UserKind> kinds)
    {
        var sorted = Sort switch
        {
            "name" => users.OrderBy(user => user.UserName, StringComparer.Ordinal).ToList(),
            "kind" => [.. users.OrderBy(user => kinds.ToList().IndexOf(user.Kind))],
            "state" => [.. users.OrderBy(user => user.State)],
            "expiry" => [.. users.OrderBy(user => user.State.Stands() ? user.NotAfter : DateTimeOffset.MaxValue)],
            _ => [.. users.OrderBy(user => user.LoginId, StringComparer.Ordinal)],
        };
        if (IsDescending)
            sorted.Reverse();
        return sorted;
    }
}
