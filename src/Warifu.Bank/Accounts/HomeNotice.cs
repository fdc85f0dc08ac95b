using Warifu.Bank.Profiles;
using Warifu.Bank.Replacements;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Graphs;
using Warifu.Web.Languages;
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

    /// <summary>New PCs of colleagues that wait for approval.</summary>
    public static async Task<IReadOnlyList<HomeNotice>> OfReplacementsAsync(Work work, Session session, DateTimeOffset now) =>
        [.. (await Replacement.OfContractAsync(work, session.ContractId, now)).Where(one => one.OpensAt is null && one.UserId != session.UserId).Select(one => new HomeNotice(
            new($"{one.UserName}さん（{one.LoginId}）の新しいパソコンが、電子証明書の引継ぎの承認を待っています。", $"A new PC of {one.UserName} ({one.LoginId}) waits for approval to take over his certificate."),
            new("ご本人に直接確かめてから、「管理 » 利用者管理 » パソコンの交換」で承認してください。覚えのない申込みは取りやめてください。",
                "Ask him in person, then approve it at Manage » Users » New PCs. Stop a request that nobody knows of.")))];

    /// <summary>From the day on which the certificate can be renewed (seed 003: 40 days before its end).</summary>
    public static HomeNotice? OfCertificate(ValidityBar? validity, CertificatePolicy policy) => validity is null || validity.Now < validity.RenewableFrom ? null : new(
        new($"電子証明書の有効期限まで残り {validity.DaysLeft} 日です。", $"Your certificate ends in {validity.DaysLeft} days."),
        policy.HasProgram
            ? new("証明書発行アプリの「証明書更新」で更新してください。更新した証明書は、次のログインからお使いいただけます。",
                "Renew it with Renew in the issuing program. The new one works from your next sign-in.")
            : new("ログアウトし、パスワードを入力する画面の「証明書更新」で更新してください。",
                "Sign out, and renew it with Renew the certificate on the page that asks for your password."));

    /// <summary>It was renewed, and nobody has signed in with the successor yet (seed 001, 2.10.1).</summary>
    /// <param name="used">SHA-256 of the certificate he signed in with.</param>
    public static async Task<HomeNotice?> OfUnusedAsync(Work work, byte[] used, DateTimeOffset now) =>
        await work.SingleOrDefaultAsync<DateTimeOffset?>("""
            select old.not_after from certificate old
            where old.bank_code = @Tenant and old.sha256 = @used and exists (
              select 1 from certificate c where c.bank_code = old.bank_code and c.renews_sha256 = old.sha256
                and c.used_at is null and c.state = 'active' and c.not_after >= @now)
            """, new { work.Tenant, used, now }) is not { } ends ? null : new(
            new($"更新した電子証明書がまだ使われていません。いまの電子証明書は {JapanTime.DayOf(ends):yyyy-MM-dd} に有効期限が切れます。",
                $"Your renewed certificate has not been used yet. The one you signed in with ends on {JapanTime.DayOf(ends):yyyy-MM-dd}."),
            new("新しい電子証明書を取り込み、すべてのブラウザを閉じてから、新しいほうを選んでログインしてください。",
                "Import the new one, close all browsers, and choose it when you sign in."));
}
