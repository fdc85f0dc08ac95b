using Warifu.Bank.SignIn;
using Warifu.Wire;

namespace Warifu.Bank.Notices;

/// <summary>A notice in words: what happened, and what to do if it was somebody else.</summary>
internal static class NoticeWords
{
    private static readonly Phrase IfNotYou =
        new("お心当たりがないときは、すぐにヘルプデスクへご連絡ください。", "If it was not you, tell the help desk at once.");

    private static readonly Phrase StopReplacement = new(
        "お心当たりがないときは、すぐにログインして「管理 » 利用者管理 » パソコンの交換」で取りやめ、ヘルプデスクへご連絡ください。",
        "If you do not know of it, sign in at once, stop it at Manage » Users » New PCs, and tell the help desk.");

    private static readonly IReadOnlyDictionary<NoticeKind, (string Name, Phrase What, Phrase WayOut)> Known = new Dictionary<NoticeKind, (string, Phrase, Phrase)>
    {
        [NoticeKind.Locked] = ("locked",
            new("パスワードなどを続けて間違えたため、次の手続きがロックされました: {0}", "Locked after wrong entries in a row: {0}"),
            new("解除は、お取引店またはヘルプデスクへ書面でご依頼ください。お心当たりがないときも、ご連絡ください。",
                "To have it unlocked, ask your branch or the help desk in writing. Tell them too if it was not you.")),
        [NoticeKind.Unlocked] = ("unlocked",
            new("ロックを解除しました: {0}", "Unlocked: {0}"),
            new("ご依頼にお心当たりがないときは、すぐにヘルプデスクへご連絡ください。", "If you did not ask for it, tell the help desk at once.")),
        [NoticeKind.SessionShownElsewhere] = ("session-shown-elsewhere",
            new("ログイン中の情報が別の接続から使われたため、そのログインを終了しました。", "A session of yours was shown by another connection, so it was ended."),
            new("操作履歴にお心当たりのない操作がないか確かめ、あればすぐにヘルプデスクへご連絡ください。",
                "Look through the history for anything you did not do. If there is, tell the help desk at once.")),
        [NoticeKind.PasswordChanged] = ("password-changed",
            new("ログインパスワードが変更されました。", "The login password was changed."),
            IfNotYou),
        [NoticeKind.MailAddressChanged] = ("mail-address-changed",
            new("メールアドレスが変更されました。", "The mail address was changed."), IfNotYou),
        [NoticeKind.AuthenticatorRegistered] = ("authenticator-registered",
            new("ワンタイムパスワードの認証アプリが登録されました。", "An authenticator app for one-time passwords was registered."), IfNotYou),
        [NoticeKind.AuthenticatorRemoved] = ("authenticator-removed",
            new("ワンタイムパスワードの認証アプリの登録が解除されました。", "The authenticator app for one-time passwords was removed."), IfNotYou),
        [NoticeKind.CertificateRenewed] = ("certificate-renewed",
            new("電子証明書が更新されました。", "Your certificate was renewed."), IfNotYou),
        [NoticeKind.ReplacementAsked] = ("replacement-asked",
            new("新しいパソコンへの電子証明書の引継ぎが申し込まれました: {0}", "A new PC asks to take over a certificate: {0}"), StopReplacement),
        [NoticeKind.ReplacementApproved] = ("replacement-approved",
            new("新しいパソコンへの電子証明書の引継ぎが承認されました: {0}", "A new PC was approved to take over a certificate: {0}"), StopReplacement),
        [NoticeKind.ReplacementStopped] = ("replacement-stopped",
            new("新しいパソコンへの電子証明書の引継ぎは取りやめになりました: {0}", "A new PC will not take over a certificate: {0}"),
            new("今の電子証明書は、そのままお使いいただけます。", "The present certificate stays as it is.")),
        [NoticeKind.LinkAllowed] = ("link-allowed",
            new("API連携を許可しました: {0}", "A link was allowed: {0}"),
            new("解除は、ログイン後の「管理 » API連携」で行います。お心当たりがないときは、すぐに解除し、ヘルプデスクへご連絡ください。",
                "Withdraw it at Manage » Links after sign-in. If it was not you, do so at once and tell the help desk.")),
        [NoticeKind.LinkWithdrawn] = ("link-withdrawn",
            new("API連携が解除されました: {0}", "A link was withdrawn: {0}"),
            new("続けてご利用になるには、連携先のサービスからもう一度お手続きください。", "To go on using it, begin again at the service.")),
        [NoticeKind.LinkEnding] = ("link-ending",
            new("API連携の期限がまもなく終わります: {0}", "A link ends soon: {0}"),
            new("続けてご利用になるときは、連携先サービスの画面から、期限までにもう一度許可してください。期限は「管理 » API連携」でお確かめいただけます。",
                "To go on using it, allow it again from the service's own pages before its end, which Manage » Links shows.")),
        [NoticeKind.UnattendedRenewalAllowed] = ("unattended-renewal-allowed",
            new("お使いのパソコンのアプリが、電子証明書を自動で更新できるようになりました。", "The program on your PC may now renew your certificate by itself."),
            new("取りやめるには、ログイン後の「電子証明書」の画面で行います。お心当たりがないときは、すぐにヘルプデスクへご連絡ください。",
                "You can withdraw this on the page Your certificate after sign-in. If it was not you, tell the help desk at once.")),
        [NoticeKind.UnattendedRenewalWithdrawn] = ("unattended-renewal-withdrawn",
            new("電子証明書の自動更新を取りやめました。", "Your certificate is no longer renewed by itself."),
            new("期限の前に、ご自身で更新してください。お心当たりがないときは、ヘルプデスクへご連絡ください。", "Renew it yourself before its end. If you did not expect this, tell the help desk.")),
    };

    private static readonly Dictionary<string, NoticeKind> ByName = Known.ToDictionary(notice => notice.Value.Name, notice => notice.Key);

    public static string Name(NoticeKind kind) => Known[kind].Name;

    /// <exception cref="KeyNotFoundException">No notice is called so.</exception>
    public static NoticeKind Named(string name) => ByName[name];

    /// <param name="detail">The door's name, for those about a door; a login ID, for those about a user.</param>
    public static Phrase What(NoticeKind kind, string? detail)
    {
        var (ja, en) = Known[kind].What;
        var door = detail is null ? new Phrase("", "") : kind is NoticeKind.Locked or NoticeKind.Unlocked ? DoorWords.Of(detail) : new Phrase(detail, detail);
        return new(ja.Replace("{0}", door.Ja, StringComparison.Ordinal), en.Replace("{0}", door.En, StringComparison.Ordinal));
    }

    public static Phrase WayOut(NoticeKind kind) => Known[kind].WayOut;
}
