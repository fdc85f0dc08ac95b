using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;

namespace Warifu.Bank.Enrolment.InBrowser;

/// <summary>
/// A browser keeps the key of an acquisition under the public face, where the home page cannot reach it. So the home page of the first
/// sign-in with its certificate goes by here: this page lets the key be deleted and leads back.
/// </summary>
[OnFace(BankFaces.Www)]
internal sealed class KeptElsewhereModel : PageModel
{
    public const string Path = "/certificates/browser/used";

    /// <summary>Query of the home page that came back; with a query, such as that of a password just changed, it stays where it is.</summary>
    public const string Back = "?kept=over";

    public void OnGet()
    {
        // Its script does what there is to do.
    }

    /// <summary>Whether a session is the first of a certificate that was acquired in a browser.</summary>
    public static Task<bool> IsDueAsync(Work work, Session session) => work.SingleAsync<bool>("""
        select exists (
          select 1 from bank_session s
          join certificate c on c.bank_code = s.bank_code and c.sha256 = s.certificate_sha256 and c.used_at = s.started_at
          join enrolment e on e.bank_code = c.bank_code and e.user_id = c.user_id and e.certificate_sha256 = c.sha256
          join browser_request b on b.bank_code = e.bank_code and b.request_key = e.request_key
          left join replacement r on r.bank_code = e.bank_code and r.request_key = e.request_key
          where s.bank_code = @Tenant and s.session_sha256 = @Key and (c.renews_sha256 is null or r.request_key is not null))
        """, new { work.Tenant, session.Key });
}
