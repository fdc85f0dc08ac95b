using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Certificates;
using Warifu.Bank.Enrolment.InBrowser;
using Warifu.Bank.Notices;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Graphs;

namespace Warifu.Bank.Accounts;

/// <summary>The first page after sign-in (seed 001, 初期画面): who is signed in, notices, accounts with their balances.</summary>
[OnFace(BankFaces.Cert)]
[NeedsSession]
internal class HomeModel(Database database, Banks banks) : PageModel
{
    public Session Session => HttpContext.Session();

    public IReadOnlyList<ListedAccount> Accounts { get; private set; } = [];

    public ValidityBar? Validity { get; private set; }

    /// <summary>Said once, after the change.</summary>
    public bool PasswordChanged => Request.QueryString.Value == ChangePasswordModel.Said;

    /// <summary>What happened to his access and he has not seen.</summary>
    public IReadOnlyList<Notice> Unseen { get; private set; } = [];

    public IReadOnlyList<HomeNotice> Notices { get; private set; } = [];

    /// <summary>Whether browsers make keys on this face, and keep them until their first use.</summary>
    public bool MakesKeys => KeptElsewhere || (Session.Certificate is not null && banks.Of(HttpContext).Profile.Certificate.RenewalInBrowser != RenewalInBrowser.None);

    /// <summary>The browser keeps one under the public face that is needed no more, and has not been there yet.</summary>
    public bool KeptElsewhere { get; private set; }

    public Task OnGetAsync(CancellationToken cancel) => database.InTenantAsync(Session.Bank, async work =>
    {
        var profile = banks.Of(HttpContext).Profile;
        var now = database.Time.GetUtcNow();
        var held = await HeldCertificates.OfUserAsync(work, Session.UserId, profile, now);
        Validity = held!.Validity(now, profile.Certificate.RenewalWindow);
        Notices =
        [
            .. Session.Certificate is not { } certificate ? (HomeNotice[])[]
                : [.. new[] { HomeNotice.OfCertificate(Validity, profile.Certificate), await HomeNotice.OfUnusedAsync(work, certificate.Sha256, now) }.OfType<HomeNotice>()],
            .. Session.Certificate is null ? [] : await HomeNotice.OfReplacementsAsync(work, Session, now),
            .. await HomeNotice.OfBankAsync(work, Session.ContractId, now),
        ];
        KeptElsewhere = !Request.QueryString.HasValue && await KeptElsewhereModel.IsDueAsync(work, Session);
        Unseen = await UserNotices.UnseenAsync(work, Session.UserId);
        if (Session.May(Right.InquireStatements))
            Accounts = await AccountList.OfAsync(work, Session.ContractId);
    }, cancel);
}
