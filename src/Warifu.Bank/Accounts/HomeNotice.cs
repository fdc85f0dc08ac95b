using Warifu.Bank.Certificates;
using Warifu.Wire;

namespace Warifu.Bank.Accounts;

/// <summary>Something a user is told on his home page (お知らせ).</summary>
/// <param name="What">In a sentence.</param>
/// <param name="WayOut">What he can do.</param>
internal sealed record HomeNotice(Phrase What, Phrase WayOut)
{
    /// <summary>From the day on which the certificate can be renewed (seed 003: 40 days before its end).</summary>
    public static HomeNotice? OfCertificate(ValidityBar? validity) => validity is null || validity.Now < validity.RenewableFrom ? null : new(
        new($"電子証明書の有効期限まで残り {validity.DaysLeft} 日です。", $"Your certificate ends in {validity.DaysLeft} days."),
        new("証明書発行アプリの「証明書更新」で更新してください。更新した証明書は、次のログインからお使いいただけます。",
            "Renew it with Renew in the issuing program. The new one works from your next sign-in."));
}
