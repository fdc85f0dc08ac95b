using Warifu.Wire;

namespace Warifu.Postgres.Sharing;

/// <summary>Why nothing could even begin.</summary>
public static class SharingRefusals
{
    public static readonly Refusal Busy = new("too-much-at-once", 503,
        new("現在、処理が集中しています。", "There is too much to do at once."),
        new("何も行っていません。少し待ってから、もう一度お試しください。", "Nothing was done. Wait a moment and try again."));
}
