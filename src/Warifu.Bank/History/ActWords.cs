using Warifu.Wire;

namespace Warifu.Bank.History;

/// <summary>Acts by their stable names in rows and files, and in words.</summary>
internal static class ActWords
{
    private static readonly IReadOnlyDictionary<Act, (string Name, Phrase Words)> Known = new Dictionary<Act, (string, Phrase)>
    {
        [Act.SignedIn] = ("signed-in", new("ログイン", "Signed in")),
        [Act.SignInFailed] = ("sign-in-failed", new("ログイン失敗", "Sign-in failed")),
        [Act.SignInRefused] = ("sign-in-refused", new("ログイン拒否", "Sign-in refused")),
        [Act.SignedOut] = ("signed-out", new("ログアウト", "Signed out")),
        [Act.SessionShownElsewhere] = ("session-shown-elsewhere", new("別の接続からの利用を遮断", "Session shown elsewhere, ended")),
        [Act.PasswordMailed] = ("password-mailed", new("メール通知パスワードの送信", "Password mailed")),
        [Act.MailedPasswordFailed] = ("mailed-password-failed", new("メール通知パスワード誤り", "Mailed password not right")),
        [Act.LoginIdTaken] = ("login-id-taken", new("ログインID取得", "Login ID taken")),
        [Act.LoginIdFailed] = ("login-id-failed", new("ログインID取得の誤り", "Login ID not taken")),
        [Act.OneTimeFailed] = ("one-time-failed", new("ワンタイムパスワード誤り", "One-time password not right")),
        [Act.AuthenticatorRegistered] = ("authenticator-registered", new("認証アプリの登録", "Authenticator app registered")),
        [Act.AuthenticatorRemoved] = ("authenticator-removed", new("認証アプリの解除", "Authenticator app removed")),
        [Act.DoorLocked] = ("locked", new("ロック", "Locked")),
        [Act.DoorUnlocked] = ("unlocked", new("ロック解除", "Unlocked")),
        [Act.PasswordChanged] = ("password-changed", new("パスワード変更", "Password changed")),
        [Act.MailAddressChanged] = ("mail-address-changed", new("メールアドレス変更", "Mail address changed")),
        [Act.ConfirmationPasswordChanged] = ("confirmation-password-changed", new("確認用パスワード変更", "Confirmation password changed")),
        [Act.UserAdded] = ("user-added", new("利用者の登録", "User added")),
        [Act.UserChanged] = ("user-changed", new("利用者情報の変更", "User changed")),
        [Act.UserDeleted] = ("user-deleted", new("利用者の削除", "User deleted")),
        [Act.UserStopped] = ("user-stopped", new("利用者の停止", "User suspended")),
        [Act.UserResumed] = ("user-resumed", new("利用者の停止解除", "User resumed")),
        [Act.MastershipHandedOver] = ("mastership-handed-over", new("マスター権限の引継ぎ", "Mastership handed over")),
        [Act.StaffAdmitted] = ("staff-admitted", new("職員の登録", "Staff admitted")),
        [Act.StaffGone] = ("staff-gone", new("職員の登録抹消", "Staff withdrawn")),
        [Act.StaffSignedIn] = ("staff-signed-in", new("職員ログイン", "Staff signed in")),
        [Act.StaffSignedOut] = ("staff-signed-out", new("職員ログアウト", "Staff signed out")),
        [Act.StaffRequested] = ("staff-requested", new("金融機関での受付", "Taken in at the bank")),
        [Act.StaffApproved] = ("staff-approved", new("金融機関での実行", "Done at the bank")),
        [Act.StaffPinDiffered] = ("staff-pin-differed", new("金融機関での暗証番号の入力相違", "PIN typed differently at the bank")),
        [Act.StaffRejected] = ("staff-rejected", new("金融機関での却下", "Rejected at the bank")),
        [Act.StaffWithdrawn] = ("staff-withdrawn", new("金融機関での取下げ", "Withdrawn at the bank")),
        [Act.EnrolmentFailed] = ("enrolment-failed", new("証明書取得の認証失敗", "Certificate request not authenticated")),
        [Act.EnrolmentCredentialMade] = ("enrolment-credential-made", new("一回限りの取得情報の発行", "One-time credential made")),
        [Act.EnrolmentCredentialFailed] = ("enrolment-credential-failed", new("一回限りの取得情報の誤り", "One-time credential refused")),
        [Act.CertificateIssued] = ("certificate-issued", new("証明書発行", "Certificate issued")),
        [Act.CertificateRenewed] = ("certificate-renewed", new("証明書更新", "Certificate renewed")),
        [Act.UnattendedRenewalAllowed] = ("unattended-renewal-allowed", new("証明書の自動更新の許可", "Renewal without a person allowed")),
        [Act.UnattendedRenewalWithdrawn] = ("unattended-renewal-withdrawn", new("証明書の自動更新の取りやめ", "Renewal without a person withdrawn")),
        [Act.ReplacementAsked] = ("replacement-asked", new("パソコンの交換の申込み", "New PC asked for")),
        [Act.ReplacementApproved] = ("replacement-approved", new("パソコンの交換の承認", "New PC approved")),
        [Act.ReplacementStopped] = ("replacement-stopped", new("パソコンの交換の取りやめ", "New PC stopped")),
        [Act.ReplacementCodeWrong] = ("replacement-code-wrong", new("パソコンの交換の確認番号誤り", "Code of a new PC not right")),
        [Act.ConfirmationFailed] = ("confirmation-failed", new("確認用パスワード誤り", "Confirmation failed")),
        [Act.CertificateRevoked] = ("certificate-revoked", new("証明書失効", "Certificate revoked")),
        [Act.CertificateSuspended] = ("certificate-suspended", new("証明書の一時停止", "Certificate suspended")),
        [Act.CertificateResumed] = ("certificate-resumed", new("証明書の停止解除", "Certificate resumed")),
        [Act.StatementImported] = ("statement-imported", new("明細の取込", "Statement taken in")),
        [Act.StatementDownloaded] = ("statement-downloaded", new("明細のダウンロード", "Statement downloaded")),
        [Act.SignedInToLink] = ("signed-in-to-link", new("API連携のための本人確認", "Signed in to allow a link")),
        [Act.InquiryPinRegistered] = ("inquiry-pin-registered", new("照会用暗証番号の登録", "Inquiry PIN registered")),
        [Act.InquiryPinWrong] = ("inquiry-pin-wrong", new("照会用暗証番号誤り", "Inquiry PIN not right")),
        [Act.LinkAllowed] = ("link-allowed", new("API連携の許可", "Link allowed")),
        [Act.LinkRefused] = ("link-refused", new("API連携の拒否", "Link refused")),
        [Act.LinkWithdrawn] = ("link-withdrawn", new("API連携の解除", "Link withdrawn")),
        [Act.ClientRegistered] = ("client-registered", new("連携先サービスの登録", "Service registered")),
        [Act.ClientStopped] = ("client-stopped", new("連携先サービスの停止", "Service stopped")),
        [Act.LinkUsed] = ("link-used", new("API連携による照会", "Read over a link")),
    };

    private static readonly Dictionary<string, Phrase> ByName = Known.Values.ToDictionary(act => act.Name, act => act.Words);

    /// <summary>In the order in which a list offers them.</summary>
    public static IReadOnlyList<(string Name, Phrase Words)> All { get; } = [.. Known.Values];

    public static string Name(Act act) => Known[act].Name;

    /// <param name="name">Of a row; one of an older or newer version speaks for itself.</param>
    public static Phrase Of(string name) => ByName.GetValueOrDefault(name) ?? new(name, name);
}
