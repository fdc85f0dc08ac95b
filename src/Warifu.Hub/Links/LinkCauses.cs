using Warifu.Wire;

namespace Warifu.Hub.Links;

/// <summary>Who must act on the refusals with which a fetch ends, by their codes. The bank's own words stand beside it as the cause.</summary>
internal static class LinkCauses
{
    private static readonly Phrase NewCertificate = new(
        "金融機関のマスターユーザまたは管理者へ確認のうえ、証明書を発行し直し、連携ソフトで選び直してください。",
        "Ask the master or an administrator at the bank, get a new certificate and choose it in the connector.");

    private static readonly Phrase ChooseCertificate = new(
        "証明書を使う方が、連携ソフトで証明書を取得または選び直してください。",
        "The holder of the certificate gets one or chooses it in the connector.");

    private static readonly Phrase Password = new(
        "IDとパスワードをお確かめ下さい。一度金融機関のサイトにログインできるか確かめ、連携ソフトでパスワードを入力し直してください。",
        "Check ID and password. See first whether you can sign in at the bank's own site, then enter the password in the connector again.");

    private static readonly Phrase BankUser = new(
        "金融機関のマスターユーザへ、利用者の停止や権限をお確かめください。",
        "Ask the master user at the bank about this user's suspension and rights.");

    private static readonly Phrase Nobody = new(
        "お客さまの操作は必要ありません。連携ソフトが自動でもう一度試します。", "Nobody needs to act. The connector tries again by itself.");

    private static readonly Phrase Operator = new(
        "金融機関のサイトが変わった可能性があります。番号を添えて管理者へお知らせください。", "The bank's site may have changed. Tell your administrator the code.");

    private static readonly Phrase Connector = new(
        "連携ソフトの画面をご確認ください。自動でもう一度試します。", "See the connector. It tries again by itself.");

    private static readonly Dictionary<string, Phrase> ByCode = new(StringComparer.Ordinal)
    {
        ["certificate-revoked"] = NewCertificate,
        ["certificate-expired"] = NewCertificate,
        ["certificate-unknown"] = NewCertificate,
        ["certificate-not-offered"] = ChooseCertificate,
        ["desk-no-certificate"] = ChooseCertificate,
        ["wrong-password"] = Password,
        ["sign-in-locked"] = Password,
        ["desk-no-password"] = Password,
        ["user-stopped"] = BankUser,
        ["not-allowed"] = BankUser,
        ["server-unreachable"] = Nobody,
        ["account-being-fetched"] = Nobody,
        ["lease-lost"] = Nobody,
        ["bank-site-unexpected"] = Operator,
        ["manifest-does-not-add-up"] = Operator,
        ["lines-malformed"] = Operator,
    };

    public static Phrase WhoActs(string? code) => code is null ? Connector : ByCode.GetValueOrDefault(code, Connector);
}
