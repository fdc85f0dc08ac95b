using Warifu.Wire;

namespace Warifu.Hub.Links;

public static class LinkRefusals
{
    public static readonly Refusal NotSupported = new(
        "institution-by-file-only", 422,
        new("この金融機関の取得手順(レシピ)がまだないため、自動では取得できません。", "There is no recipe for this institution yet, so it cannot be fetched automatically."),
        new("金融機関のサイトから取得した明細ファイルでお取り込みください。", "Import a statement file downloaded from the institution's site."));

    public static readonly Refusal InstitutionUnknown = new(
        "institution-unknown", 404,
        new("この金融機関は一覧にありません。", "There is no such institution in the catalogue."),
        new("金融機関を検索し直してください。", "Search for it again."));

    public static readonly Refusal UserIdMissing = new(
        "link-user-id", 422,
        new("利用者IDは 1〜64 文字の半角英数字と記号です。", "A user ID has 1 to 64 half-width letters, digits or signs."),
        new("金融機関から届いた書面のとおりに入力してください。", "Enter it as on the bank's paper."));

    public static readonly Refusal AlreadyLinked = new(
        "link-exists", 409,
        new("この利用者IDは、すでに登録されています。", "This user ID is linked already."),
        new("登録済一覧をご覧ください。", "See the list of linked institutions."));

    public static readonly Refusal Unknown = new(
        "link-unknown", 404,
        new("この連携は登録されていません。", "There is no such link."),
        new("登録済一覧を確かめ、連携ソフトの「表示を更新」を押してください。", "Check the list of links and refresh the connector."));
}
