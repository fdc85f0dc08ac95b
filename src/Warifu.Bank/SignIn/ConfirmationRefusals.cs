using Warifu.Wire;

namespace Warifu.Bank.SignIn;

/// <summary>Why a sensitive act was not confirmed.</summary>
public static class ConfirmationRefusals
{
    public static readonly Refusal Wrong = new("wrong-confirmation-password", 403,
        new("確認用パスワードが正しくありません。", "The confirmation password is not right."),
        new("大文字・小文字を確かめて、もう一度入力してください。何も変更していません。", "Mind capital and small letters and enter it again. Nothing was changed."));

    public static readonly Refusal Locked = new("confirmation-locked", 403,
        new("確認用パスワードを続けて間違えたため、この操作はできなくなっています。", "Confirmation is locked after wrong passwords in a row."),
        new("お取引店またはヘルプデスクへロック解除をご依頼ください。", "Ask your branch or the help desk to unlock it."));
}
