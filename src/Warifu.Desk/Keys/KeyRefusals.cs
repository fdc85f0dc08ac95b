using Warifu.Wire;

namespace Warifu.Desk.Keys;

/// <summary>Why a key's place does not serve.</summary>
public static class KeyRefusals
{
    public static readonly Refusal NoSuchPlace = new("desk-key-place-unknown", 404,
        new("この PC には、その鍵の場所がありません。", "This PC has no such place for keys."),
        new("表示されている場所から選んでください。", "Choose one of those that are shown."));

    public static readonly Refusal NotUsable = new("desk-key-not-usable", 503,
        new("証明書の鍵が、途中で使えなくなりました。", "The certificate's key stopped working on the way."),
        new("USBトークンを差し込んだまま、もう一度お試しください。途中の手続きは続きから始まります。", "Leave the USB token in and try again. What was begun goes on where it stopped."));
}
