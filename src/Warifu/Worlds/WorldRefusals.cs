using Warifu.Wire;

namespace Warifu.Worlds;

/// <summary>Why a world kept from an earlier run does not start.</summary>
public static class WorldRefusals
{
    public static readonly Refusal OfAnotherSample = new("world-of-another-sample", 409,
        new("保存されている世界は、別のサンプルから作られたものです。下の金融機関の発行局がありません。",
            "The kept world was made from another sample: the bank below has no issuing authority in it."),
        new("./dev reset で消してから、もう一度始めてください。", "Throw it away with ./dev reset and start again."));
}
