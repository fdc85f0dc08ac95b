using Warifu.Wire;

namespace Warifu.Bank.Replacements;

public static class ReplacementRefusals
{
    public static readonly Refusal NotOffered = new("replacement-not-offered", 403,
        new("この金融機関では、パソコンの交換はお取引店で手続きします。", "At this bank a new PC is arranged at the branch."),
        new("お取引店に「クライアント証明書（電子証明書）機能申込書」をご提出ください。", "Hand in the application form for certificates at your branch."));

    public static readonly Refusal NothingToReplace = new("replacement-not-needed", 409,
        new("この利用者に、引き継ぐ有効な電子証明書はありません。", "This user has no valid certificate that another could take over from."),
        new("そのまま「証明書発行」へお進みください。", "Go on with Issue."));

    public static readonly Refusal NobodyElse = new("replacement-needs-staff", 409,
        new("この契約には、承認できる電子証明書をお持ちの方がほかにいません。", "Nobody else of this company has a certificate with which to approve it."),
        new("お取引店に「クライアント証明書（電子証明書）機能申込書」をご提出ください。", "Hand in the application form for certificates at your branch."));

    public static readonly Refusal PcUnnamed = new("replacement-pc-unnamed", 422,
        new("新しいパソコンの名前は、1 文字以上 40 文字以内にしてください。", "The new PC needs a name of 1 to 40 characters."),
        new("承認する方に分かる名前を入力してください。", "Enter one that tells your colleague which it is."));

    public static readonly Refusal KeyReused = new("replacement-request-key-reused", 409,
        new("この申込みの番号は、別の内容ですでに使われています。", "This request key was already used for something else."),
        new("アプリで申込みを始めからやり直してください。", "Start again in the program."));

    public static readonly Refusal Unknown = new("replacement-unknown", 404,
        new("この申込みは、金融機関に届いていません。", "The bank has not heard of this request."),
        new("新しいパソコンから、もう一度お申し込みください。", "Ask again from the new PC."));

    public static readonly Refusal WrongCode = new("replacement-code-wrong", 422,
        new("確認番号が、この申込みのものと一致しません。", "This is not the code of the request."),
        new("新しいパソコンの画面に表示されている番号を、もう一度ご本人に確かめてください。覚えのない申込みは、承認せずに取りやめてください。何も承認していません。",
            "Ask your colleague once more for the code on the new PC's screen. Stop a request that nobody knows of. Nothing was approved."));

    public static readonly Refusal Stale = new("replacement-stale", 409,
        new("この申込みは、期限が過ぎたか、取りやめられたか、すでに処理されています。", "This request is too old, was stopped, or has been dealt with."),
        new("必要なときは、新しいパソコンからもう一度お申し込みください。", "If it is still needed, ask again from the new PC."));
}
