using Warifu.Bank.Profiles;
using Warifu.Wire;

namespace Warifu.Bank.Renewals;

/// <summary>How to renew, in the words of mails: no link, and nothing to answer.</summary>
internal static class RenewalWords
{
    private static readonly Phrase ByProgram = new(
        "更新は、パソコンの証明書発行アプリを起動し、「証明書更新」で行います。", "Renew it with Renew in the issuing program on your PC.");

    private static readonly Phrase ByBrowser = new(
        "更新は、いつものログイン画面を開き、「証明書更新」で行います。", "Open the sign-in page as always, and renew it there.");

    private static readonly Phrase ByEither = new(
        "更新は、パソコンの証明書発行アプリの「証明書更新」か、いつもの画面からログインした後の案内で行います。",
        "Renew it with Renew in the issuing program on your PC, or as you are told after signing in as always.");

    public static readonly Phrase Afterwards = new(
        "期限を過ぎるとログインできなくなり、改めて取得の手続きが必要になります。すでに更新がお済みのときは、行き違いをお許しください。",
        "After its end you cannot sign in, and have to get another. If you have renewed it meanwhile, please excuse this mail.");

    public static readonly Phrase UseTheNewOne = new(
        "更新後の新しい電子証明書は発行済みです。すべてのブラウザを閉じてからログインし直し、新しい電子証明書を選んでください。失くされたときは、期限までに管理者またはお取引店へご連絡ください。",
        "Its successor has been issued. Close all browsers, sign in again and choose the new one. If you lost it, tell your administrator or the branch before the present one ends.");

    public static Phrase HowTo(CertificatePolicy policy) => (policy.HasProgram, policy.RenewalInBrowser != RenewalInBrowser.None) switch
    {
        (true, true) => ByEither,
        (true, false) => ByProgram,
        _ => ByBrowser,
    };
}
