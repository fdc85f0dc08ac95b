using Warifu.Wire;

namespace Warifu.Hub.Retrievals;

public static class RetrievalRefusals
{
    private static readonly Phrase StartOver = new("最初から取得し直してください。取得済みの明細は失われません。", "Fetch again from the start. Lines already kept are safe.");

    public static readonly Refusal AccountNotOfLink = new(
        "account-not-of-link", 422,
        new("この口座は、この連携の金融機関のものではありません。", "This account is not of the link's bank."),
        new("連携ソフトを新しくしてください。", "Update the connector."));

    public static readonly Refusal AccountBusy = new(
        "account-being-fetched", 409,
        new("この口座は、別の PC が取得しています。", "Another PC is fetching this account."),
        new("終わるまでお待ちください。最大 10 分で引き継げます。", "Wait until it is done; after ten minutes at most this PC can take over."));

    public static readonly Refusal LeaseUnknown = new(
        "lease-unknown", 404, new("この取得は始められていません。", "This retrieval was never started."), StartOver);

    public static readonly Refusal LeaseLost = new(
        "lease-lost", 409, new("別の取得がこの口座を引き継ぎました。", "Another retrieval has taken over this account."), StartOver);

    public static readonly Refusal ChunkDiffers = new(
        "chunk-differs", 409, new("同じ番号で、違う明細が届きました。", "Different lines came under the same number."), StartOver);

    public static readonly Refusal LinesMalformed = new(
        "lines-malformed", 422,
        new("読み取れない明細があります。", "A line cannot be read."),
        new("連携ソフトを新しくし、続くときはヘルプデスクへお知らせください。", "Update the connector; if it persists, tell the help desk."));

    public static readonly Refusal ManifestDiffers = new(
        "manifest-differs", 409, new("確定済みの取得に、違う内容の確定が届きました。", "A retrieval already committed was committed with other content."), StartOver);

    public static readonly Refusal ManifestDoesNotAddUp = new(
        "manifest-does-not-add-up", 422,
        new("届いた明細が、その件数・合計・残高と合いません。何も取り込んでいません。", "The lines do not match their count, sums or balances. Nothing was taken."), StartOver);
}
