using Warifu.Bank.Certificates;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Accounts;

/// <summary>Something a user is told on his home page (お知らせ).</summary>
/// <param name="What">In a sentence.</param>
/// <param name="WayOut">What he can do; null for what the bank tells.</param>
internal sealed record HomeNotice(Phrase What, Phrase? WayOut)
{
    /// <summary>What the bank tells its customers at present, the latest first.</summary>
    public static async Task<IReadOnlyList<HomeNotice>> OfBankAsync(Work work, string contractId, DateTimeOffset now) =>
        [.. (await work.QueryAsync<(string Ja, string En)>("""
            select text_ja, text_en from bank_notice
            where bank_code = @Tenant and (contract_id is null or contract_id = @contractId) and shown_from <= @now and shown_until > @now
            order by shown_from desc, notice_id
            """, new { work.Tenant, contractId, now })).Select(text => new HomeNotice(new(text.Ja, text.En), null))];

    /// <summary>From the day on which the certificate can be renewed (seed 003: 40 days before its end).</summary>
    public static HomeNotice? OfCertificate(ValidityBar? validity) => validity is null || validity.Now < validity.RenewableFrom ? null : new(
        new($"電子証明書の有効期限まで残り {validity.DaysLeft} 日です。", $"Your certificate ends in {validity.DaysLeft} days."),
        new("証明書発行アプリの「証明書更新」で更新してください。更新した証明書は、次のログインからお使いいただけます。",
            "Renew it with Renew in the issuing program. The new one works from your next sign-in."));
}
