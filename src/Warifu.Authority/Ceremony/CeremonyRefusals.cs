using Warifu.Wire;

namespace Warifu.Authority.Ceremony;

public static class CeremonyRefusals
{
    public static readonly Refusal Unreadable = new("ceremony-unreadable", 422,
        new("儀式の説明書を読み取れません。", "The ceremony's description cannot be read."),
        new("指摘された行を直してください。", "Correct the line that is named."));

    public static readonly Refusal Unsound = new("ceremony-unsound", 422,
        new("儀式の説明書に誤りがあります。", "The ceremony's description does not hold."),
        new("指摘された項目をすべて直してください。まだ何も作られていません。", "Correct everything that is named. Nothing has been made."));

    public static readonly Refusal HeldBefore = new("ceremony-held-before", 409,
        new("この儀式はすでに行われました。", "This ceremony has been held before."),
        new("認証局はそのまま使えます。新しい世代は、standingRootのある新しい説明書で作ってください。",
            "The authorities are ready for use. Make a new generation by a new description with a standingRoot."));

    public static readonly Refusal NotStanding = new("ceremony-not-standing", 409,
        new("説明書の前提が、これまでの儀式の結果に合いません。", "The description presupposes what earlier ceremonies did not make."),
        new("指摘された項目を直してください。まだ何も作られていません。", "Correct what is named. Nothing has been made."));

    public static readonly Refusal UnderWay = new("ceremony-under-way", 409,
        new("別のプログラムが儀式を行っています。", "Another program is holding the ceremony."),
        new("終わるのを待ってください。", "Wait for it to end."));

    public static readonly Refusal OtherDescription = new("ceremony-other-description", 409,
        new("中断した儀式は別の説明書で始められています。", "The interrupted ceremony was begun with another description."),
        new("元の説明書でもう一度実行してください。", "Run it again with the original description."));

    public static readonly Refusal RegisterDiffers = new("ceremony-register-differs", 409,
        new("データベースに同じ名前の別の認証局があります。", "The database knows another authority of the same name."),
        new("フォルダーとデータベースの組み合わせを確かめてください。", "Check that folder and database belong together."));

    public static readonly Refusal NotHeld = new("ceremony-not-held", 503,
        new("認証局の儀式がまだ終わっていません。", "The authority's ceremony has not been held, or was interrupted."),
        new("先に儀式を行うか、中断した儀式をもう一度実行してください。", "Hold the ceremony first, or run the interrupted one again."));
}
