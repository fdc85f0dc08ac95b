using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>Why an act on a user is not done.</summary>
public static class UserRefusals
{
    public static readonly Refusal NotThere = new("user-not-there", 404,
        new("この利用者はいません。", "There is no such user."),
        new("利用者一覧を開き直して、選び直してください。", "Open the list again and choose."));

    public static readonly Refusal Outranks = new("user-outranks-you", 403,
        new("ご自身が持たない権限の利用者を登録・変更することはできません。", "You cannot make or change a user with rights that you do not have."),
        new("マスターユーザにご依頼ください。", "Ask the master user."));

    public static readonly Refusal Yourself = new("user-is-yourself", 409,
        new("ご自身に対してこの操作はできません。", "You cannot do this to yourself."),
        new("ほかの管理者にご依頼ください。", "Ask another who manages users."));

    public static readonly Refusal MasterNeedsSuccessor = new("master-needs-successor", 409,
        new("マスターユーザは、後任なしに変更・停止・削除できません。", "The master user cannot be changed, suspended or deleted without a successor."),
        new("先に、マスターユーザご自身が「マスター権限の引継ぎ」でほかの利用者に引き継いでください。できないときはお取引店にお申し出ください。",
            "First the master user hands mastership over to another user. If he cannot, ask your branch."));

    public static readonly Refusal LastManager = new("last-who-manages-users", 409,
        new("利用者管理の権限を持つ最後の利用者は、変更・停止・削除できません。", "The last user who may manage users cannot be changed, suspended or deleted so."),
        new("先に、ほかの利用者に利用者管理の権限を与えてください。", "First give another user the right to manage users."));

    public static readonly Refusal OnlyHandedOver = new("mastership-only-handed-over", 409,
        new("マスターユーザは契約に 1 人だけです。", "A contract has one master user."),
        new("マスターユーザご自身が「マスター権限の引継ぎ」で引き継いでください。", "The master user hands it over himself."));

    public static readonly Refusal NotMaster = new("not-the-master", 403,
        new("マスター権限を引き継げるのは、マスターユーザご自身だけです。", "Only the master user himself hands mastership over."),
        new("マスターユーザが手続きできないときは、お取引店にお申し出ください。", "If he cannot, ask your branch."));

    public static readonly Refusal SuccessorStopped = new("successor-suspended", 409,
        new("利用停止中の利用者には引き継げません。", "A suspended user cannot become the master."),
        new("先に停止を解除してください。", "Lift the suspension first."));

    public static readonly Refusal LoginIdUnfit = new("login-id-unfit", 422,
        new("ログインIDは半角英数字 4〜38 文字です。", "A login ID has 4 to 38 half-width letters and digits."),
        new("入力し直してください。", "Enter it again."));

    public static readonly Refusal LoginIdTaken = new("login-id-taken", 409,
        new("このログインIDは使われています。削除した利用者のログインIDも使えません。", "This login ID is taken; those of deleted users are too."),
        new("別のログインIDを入力してください。", "Enter another."));

    public static readonly Refusal NameUnfit = new("user-name-unfit", 422,
        new("利用者名は 1〜48 文字です。", "A user's name has 1 to 48 characters."),
        new("入力し直してください。", "Enter it again."));

    public static readonly Refusal MailUnfit = new("user-mail-unfit", 422,
        new("メールアドレスとして読めません。", "That is not a mail address."),
        new("name@example.jp のように半角で入力するか、空欄にしてください。", "Enter it half-width, like name@example.jp, or leave it empty."));

    public static readonly Refusal KindUnknown = new("user-kind-unknown", 422,
        new("この利用者区分はありません。", "There is no such kind of user."),
        new("画面の選択肢から選んでください。", "Choose one that the page offers."));

    public static readonly Refusal NothingToDo = new("user-already-so", 409,
        new("この利用者はすでにその状態です。", "This user is in that state already."),
        new("利用者一覧で状態を確かめてください。", "See the state in the list."));

    public static readonly Refusal ContractFull = new("contract-full", 409,
        new("この契約にこれ以上利用者を登録できません。", "No more users can be made in this contract."),
        new("お取引店にお申し出ください。", "Ask your branch."));
}
