using Warifu.Wire;

namespace Warifu.Bank.Staff;

/// <summary>Why a member of the bank's staff is not let in, or may not do what he asked.</summary>
public static class StaffRefusals
{
    public static readonly Refusal NoCertificate = new("staff-certificate-not-offered", 403,
        new("職員の電子証明書が提示されませんでした。", "No staff certificate was offered."),
        new("職員証明書を取り込んだパソコンで、すべてのブラウザを閉じてから開き直してください。", "On a PC with your staff certificate, close all browsers and open this again."));

    public static readonly Refusal NotStaff = new("staff-certificate-unknown", 403,
        new("この電子証明書は職員のものとして登録されていません。", "This certificate is not registered as a member of staff's."),
        new("システム管理者に登録を確かめてください。", "Ask the system administrator to look into the register."));

    public static readonly Refusal Expired = new("staff-certificate-expired", 403,
        new("この職員証明書は有効期限が切れています。", "This staff certificate has expired."),
        new("システム管理者に新しい証明書の発行を依頼してください。", "Ask the system administrator for a new one."));

    public static readonly Refusal RoleMissing = new("staff-role-missing", 403,
        new("この操作を行う役割がありません。", "You do not have the role for this."),
        new("役割を持つ職員に依頼してください。", "Ask a colleague who has it."));

    public static readonly Refusal OwnRequest = new("staff-request-own", 403,
        new("ご自身の依頼を承認・却下することはできません。", "Nobody decides his own request."),
        new("ほかの職員に承認を依頼してください。取りやめるときは「取下げ」です。", "Ask a colleague to decide it. To take it back, withdraw it."));

    public static readonly Refusal NotRequester = new("staff-request-of-another", 403,
        new("取り下げられるのは、依頼したご本人だけです。", "Only who made a request withdraws it."),
        new("ほかの職員の依頼は、承認または却下してください。", "Approve or reject a colleague's request."));

    public static readonly Refusal Decided = new("staff-request-decided", 409,
        new("この依頼はすでに処理されています。", "This request has been decided."),
        new("依頼の画面を開き直して、結果を確かめてください。", "Open it again and see the outcome."));

    public static readonly Refusal RequestNotThere = new("staff-request-not-there", 404,
        new("この依頼はありません。", "There is no such request."),
        new("受付一覧から選び直してください。", "Choose one in the list."));

    public static readonly Refusal TargetNotThere = new("staff-target-not-there", 404,
        new("対象の契約・利用者・口座が見つかりません。", "The contract, user or account was not found."),
        new("契約の画面から選び直してください。", "Choose it again from the contract."));

    public static readonly Refusal PaperNeeded = new("staff-paper-needed", 422,
        new("申込書の番号を 1〜40 文字で入力してください。", "Enter the paper form's reference, 1 to 40 characters."),
        new("お客様の申込書（届出印のあるもの）を確かめてください。", "Check the customer's sealed paper form."));

    public static readonly Refusal NothingLocked = new("staff-nothing-locked", 409,
        new("この利用者はどこもロックされていません。", "Nothing of this user is locked."),
        new("契約の画面で状態を確かめてください。", "See the user's state at the contract."));

    public static readonly Refusal PinUnfit = new("inquiry-pin-unfit", 422,
        new("照会用暗証番号は数字 4 桁です。", "An inquiry PIN has four digits."),
        new("届出書のとおりに入力してください。", "Enter it as it stands on the form."));

    public static readonly Refusal PinDiffers = new("inquiry-pin-differs", 422,
        new("依頼のときに入力された照会用暗証番号と異なります。", "It differs from the PIN that was entered with the request."),
        new("届出書を確かめて入力し直すか、依頼を却下してください。", "Check the form and enter it again, or reject the request."));

    public static readonly Refusal PinExhausted = new("inquiry-pin-tries-over", 409,
        new("照会用暗証番号の入力が 3 回とも依頼と異なったため、この依頼は承認できません。", "The PIN differed three times, so this request cannot be approved."),
        new("依頼を却下し、届出書を確かめて、もう一度依頼してもらってください。", "Reject it, check the form, and have it asked for again."));

    public static readonly Refusal TokenUnfit = new("usb-token-serial-unfit", 422,
        new("USB トークンの製造番号は半角英数字 4〜32 文字です。", "A token's serial has 4 to 32 letters and digits."),
        new("トークンの裏面のとおりに入力してください。", "Enter it as it stands on the token."));

    public static readonly Refusal TokenTaken = new("usb-token-taken", 409,
        new("この USB トークンはすでに渡されています。", "This token has been handed out."),
        new("製造番号を確かめてください。", "Check the serial."));

    public static readonly Refusal NoticeUnfit = new("bank-notice-unfit", 422,
        new("お知らせは日本語と英語でそれぞれ 1〜400 文字です。", "A notice has 1 to 400 characters in Japanese and in English."),
        new("入力し直してください。", "Enter it again."));

    public static readonly Refusal LinkNotThere = new("staff-link-not-there", 404,
        new("この利用者に、この連携はありません。または、すでに終わっています。", "This user has no such link, or it has ended."),
        new("契約の画面の「API連携」の一覧から選び直してください。", "Choose it from the list of Links at the contract."));

    public static readonly Refusal AlreadySo = new("contract-already-so", 409,
        new("この契約・利用者はすでにその状態です。", "The contract or user is so already."),
        new("契約の画面で状態を確かめてください。", "See the state at the contract."));

    public static readonly Refusal ActUnknown = new("staff-act-unknown", 404,
        new("この手続きはありません。", "There is no such procedure."),
        new("契約の画面から選び直してください。", "Choose one from the contract."));
}
