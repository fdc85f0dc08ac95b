using Warifu.Wire;

namespace Warifu.Worlds;

/// <summary>Why a world kept from an earlier run does not start.</summary>
public static class WorldRefusals
{
    public static readonly Refusal NoMail = new("world-without-mail", 503,
        new("この世界のメールを受け取るサーバーが始まりません。", "The server that receives this world's mail does not start."),
        new("./dev doctor で足りないものを入れ、そのポートを使っているプログラムがないか確かめてください。",
            "Install what is missing with ./dev doctor, and see that no program holds its port."));

    public static readonly Refusal OfAnotherSample = new("world-of-another-sample", 409,
        new("保存されている世界は、別のサンプルから作られたものです。下の金融機関の発行局がありません。",
            "The kept world was made from another sample: the bank below has no issuing authority in it."),
        new("./dev reset で消してから、もう一度始めてください。", "Throw it away with ./dev reset and start again."));
}
