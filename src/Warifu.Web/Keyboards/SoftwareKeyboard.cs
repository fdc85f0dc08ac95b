using Microsoft.AspNetCore.Http;
using Warifu.Wire;

namespace Warifu.Web.Keyboards;

/// <summary>
/// The software keyboard of password fields (seed 001, 2.4): its keys, and whether the page has a field for it. A page
/// without JavaScript shows nothing of it, and the field works as it is.
/// </summary>
public static class SoftwareKeyboard
{
    /// <summary>All printable ASCII but the space, in groups that one can find a letter in.</summary>
    public static IReadOnlyList<KeyGroup> Groups { get; } =
    [
        new(new("数字", "Digits"), "digits", [.. "0123456789".Select(Plain)]),
        new(new("英小文字", "Small letters"), "small", [.. "abcdefghijklmnopqrstuvwxyz".Select(Plain)]),
        new(new("英大文字", "Capital letters"), "capital", [.. "ABCDEFGHIJKLMNOPQRSTUVWXYZ".Select(letter => new Key(letter, new($"大文字 {letter}", $"Capital {letter}")))]),
        new(new("記号", "Signs"), "signs",
        [
            new('!', new("感嘆符", "Exclamation mark")), new('"', new("二重引用符", "Quotation mark")), new('#', new("番号記号", "Number sign")),
            new('$', new("ドル記号", "Dollar sign")), new('%', new("パーセント", "Per cent")), new('&', new("アンド", "Ampersand")),
            new('\'', new("一重引用符", "Apostrophe")), new('(', new("左丸かっこ", "Left parenthesis")), new(')', new("右丸かっこ", "Right parenthesis")),
            new('*', new("アスタリスク", "Asterisk")), new('+', new("プラス", "Plus")), new(',', new("コンマ", "Comma")),
            new('-', new("ハイフン", "Hyphen")), new('.', new("ピリオド", "Full stop")), new('/', new("スラッシュ", "Slash")),
            new(':', new("コロン", "Colon")), new(';', new("セミコロン", "Semicolon")), new('<', new("小なり", "Less than")),
            new('=', new("等号", "Equals")), new('>', new("大なり", "Greater than")), new('?', new("疑問符", "Question mark")),
            new('@', new("アットマーク", "At sign")), new('[', new("左角かっこ", "Left bracket")), new('\\', new("バックスラッシュ", "Backslash")),
            new(']', new("右角かっこ", "Right bracket")), new('^', new("キャレット", "Caret")), new('_', new("下線", "Underscore")),
            new('`', new("逆引用符", "Grave accent")), new('{', new("左波かっこ", "Left brace")), new('|', new("縦線", "Vertical bar")),
            new('}', new("右波かっこ", "Right brace")), new('~', new("チルダ", "Tilde")),
        ]),
    ];

    /// <summary>Said by a field while the page is rendered; the layout, which is rendered after it, brings the keyboard.</summary>
    internal static void NeededBy(HttpContext context) => context.Items[typeof(SoftwareKeyboard)] = true;

    internal static bool IsNeeded(HttpContext context) => context.Items.ContainsKey(typeof(SoftwareKeyboard));

    private static Key Plain(char letter) => new(letter, new($"{letter}", $"{letter}"));
}

/// <param name="Name">In addresses of style.</param>
public sealed record KeyGroup(Phrase Words, string Name, IReadOnlyList<Key> Keys);

/// <param name="Words">What a screen reader says.</param>
public sealed record Key(char Letter, Phrase Words);
