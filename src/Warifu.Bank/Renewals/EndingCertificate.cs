using Warifu.Bank.Notices;
using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Web.Graphs;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Bank.Renewals;

/// <summary>A certificate that nears its end, whose user has not been told so at this lead time.</summary>
/// <param name="Days">The shortest lead time of the profile that has come.</param>
/// <param name="IsRenewed">Its successor stands, and has never been used.</param>
internal sealed record EndingCertificate(byte[] Sha256, Guid UserId, DateTimeOffset NotAfter, int Days, bool IsRenewed)
{
    /// <summary>Not of users who are stopped, of contracts that sign in without, or whose successor is in use.</summary>
    public static Task<IReadOnlyList<EndingCertificate>> FindAsync(Work work, IReadOnlyList<int> leadTimes, DateTimeOffset now, int most) => work.QueryAsync<EndingCertificate>("""
        select k.sha256, k.user_id, k.not_after, lead.days, s.sha256 is not null as is_renewed
        from certificate k
        join customer_user u on u.bank_code = k.bank_code and u.user_id = k.user_id
        join contract c on c.bank_code = u.bank_code and c.contract_id = u.contract_id
        cross join lateral (select min(days) as days from unnest(@days) days where k.not_after <= @now + days * interval '24 hours') lead
        left join certificate s on s.bank_code = k.bank_code and s.renews_sha256 = k.sha256 and s.state = 'active'
        where k.bank_code = @Tenant and k.state = 'active' and k.not_after > @now and k.not_after <= @now + @longest * interval '24 hours'
          and u.standing = 'active' and c.sign_in_method = 'certificate'
          and not exists (select 1 from renewal_reminder r where r.bank_code = k.bank_code and r.certificate_sha256 = k.sha256 and r.days = lead.days)
          and s.used_at is null
        order by k.not_after limit @most
        """, new { work.Tenant, days = leadTimes.ToArray(), longest = leadTimes.Max(), now, most });

    /// <summary>This lead time is over, and so are those before it at which nobody looked.</summary>
    /// <param name="mail">Null where the user has no address.</param>
    public Task TakeAsync(Work work, IReadOnlyList<int> leadTimes, Guid? mail, DateTimeOffset now) => work.ExecuteAsync("""
        insert into renewal_reminder (bank_code, certificate_sha256, days, mail_id, reminded_at)
        select @Tenant, @Sha256, passed, case when passed = @Days then @mail::uuid end, @now from unnest(@passed) passed
        on conflict do nothing
        """, new { work.Tenant, Sha256, Days, mail, passed = leadTimes.Where(days => days >= Days).ToArray(), now });

    public Letter ToLetter(BankProfile profile, MailReader reader, DateTimeOffset now)
    {
        var left = ValidityBar.DaysUntil(NotAfter, now);
        var end = JapanTime.Of(NotAfter);
        var ends = new Phrase(
            $"お使いの電子証明書は、{end:yyyy年MM月dd日 HH時mm分} に有効期限を迎えます。",
            $"The certificate you are using ends on {end.ToString("d MMM yyyy, HH:mm", System.Globalization.CultureInfo.InvariantCulture)} (Japan).");
        return IsRenewed
            ? Letter.Of(profile, reader, new($"新しい電子証明書をまだご利用になっていません（今の電子証明書は残り{left}日）", $"Your new certificate has not been used yet ({left} days are left of the present one)"),
                [ends, RenewalWords.UseTheNewOne], now)
            : Letter.Of(profile, reader, new($"電子証明書の有効期限のお知らせ（残り{left}日）", $"Your certificate ends in {left} days"),
                [ends, RenewalWords.HowTo(profile.Certificate), RenewalWords.Afterwards], now);
    }
}
