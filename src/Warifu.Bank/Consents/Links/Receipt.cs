using System.Text;
using Warifu.Postgres;

namespace Warifu.Bank.Consents.Links;

/// <summary>The customer's receipt of one consent: what was shown when a link was allowed, word for word. A link that was allowed anew has several.</summary>
internal sealed class Receipt
{
    public required Guid ConsentId { get; init; }
    public required DateTimeOffset DecidedAt { get; init; }
    public required string LoginId { get; init; }
    public required string UserName { get; init; }
    public required string Shown { private get; init; }
    public required byte[] ShownSha256 { private get; init; }

    /// <summary>Consents before it was kept were shown in Japanese as a rule.</summary>
    public string? ShownLanguage { private get; init; }

    public ConsentText Text => ConsentText.Read(Shown, ShownLanguage ?? "ja");

    public string Fingerprint => Convert.ToHexStringLower(ShownSha256);

    /// <summary>As a file: its SHA-256 is the fingerprint.</summary>
    public byte[] File => Encoding.UTF8.GetBytes(Shown);

    /// <summary>The latest first.</summary>
    public static Task<IReadOnlyList<Receipt>> OfAsync(Work work, Guid grant) => work.QueryAsync<Receipt>("""
        select n.consent_id, n.decided_at, u.login_id, u.name as user_name, n.shown, n.shown_sha256, n.shown_language
        from consent n
        join customer_user u on u.bank_code = n.bank_code and u.user_id = n.user_id
        where n.bank_code = @Tenant and n.grant_id = @grant and n.decision = 'allowed'
        order by n.decided_at desc
        """, new { work.Tenant, grant });
}
