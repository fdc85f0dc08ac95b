using Warifu.Wire;

namespace Warifu.Bank.SignIn.OneTime;

/// <summary>About passwords that count once: mailed ones, and those an authenticator app shows.</summary>
public static class OneTimeRefusals
{
    public static readonly Refusal Wrong = new("wrong-one-time-password", 403,
        new("ワンタイムパスワードが正しくないか、すでに使われています。", "The one-time password is not right, or was used before."),
        new("最新のものを入力してください。続けて間違えるとロックされます。", "Enter the latest one. Several wrong tries in a row lock it."));

    public static readonly Refusal Locked = new("one-time-password-locked", 403,
        new("ワンタイムパスワードを続けて間違えたため、ロックされています。", "Locked after wrong one-time passwords in a row."),
        new("正しいものでもログインできません。お取引店またはヘルプデスクへロック解除をご依頼ください。", "Even the right one is refused. Ask your branch or the help desk to unlock it."));

    public static readonly Refusal NoWay = new("one-time-password-no-way", 403,
        new("ワンタイムパスワードが必要ですが、受け取る方法が登録されていません。", "A one-time password is needed, and no way to have one is registered."),
        new("いつもの場所からログインして登録するか、お取引店またはヘルプデスクへご連絡ください。", "Sign in from your usual place and register one, or ask your branch or the help desk."));

    public static readonly Refusal StepOver = new("sign-in-step-over", 401,
        new("ログインの途中で時間が過ぎたか、ほかの画面で手続きが進みました。", "Signing in took too long, or went on in another window."),
        new("ログイン画面からもう一度お進みください。", "Start again from the sign-in page."));

    public static readonly Refusal WrongProof = new("authenticator-not-proven", 422,
        new("アプリに表示された数字が一致しません。", "The digits of the app do not match."),
        new("スマートフォンの時刻が合っているか確かめ、最新の 6 桁を入力してください。", "See that the telephone's clock is right, and enter the latest six digits."));

    public static readonly Refusal NoAddress = new("mail-address-missing", 409,
        new("メールアドレスが登録されていないため、パスワードをお送りできません。", "No mail address is registered, so no password can be sent."),
        new("お取引店またはヘルプデスクへ、メールアドレスの登録をご依頼ください。", "Ask your branch or the help desk to register one."));

    public static readonly Refusal MailedJustNow = new("mailed-just-now", 429,
        new("たった今お送りしたところです。", "One was sent just now."),
        new("30 秒ほど待ってもメールが届かないときに、もう一度お申し込みください。最後に届いたものだけが使えます。", "If none has come after half a minute, ask again. Only the latest counts."));

    public static readonly Refusal MailedTooOften = new("mailed-too-often", 429,
        new("短い時間に何度もお送りしたため、送信を止めています。", "So many were sent lately that no more are for now."),
        new("迷惑メールの中も確かめ、1 時間ほどたってからお試しください。", "Look among your junk mail too, and try again in an hour."));

    public static readonly Refusal WrongMailed = new("wrong-mailed-password", 403,
        new("メール通知パスワードが正しくないか、すでに使われています。", "The mailed password is not right, or was used before."),
        new("最後に届いたメールのものを入力するか、もう一度お送りください。続けて間違えるとロックされます。", "Enter the one of the latest mail, or have another sent. Several wrong tries in a row lock it."));

    public static readonly Refusal MailedLocked = new("mailed-password-locked", 403,
        new("メール通知パスワードを続けて間違えたため、ロックされています。", "It is locked after wrong mailed passwords in a row."),
        new("お取引店またはヘルプデスクへロック解除をご依頼ください。ログインは今までどおりできます。", "Ask your branch or the help desk to unlock it. Sign-in is open as before."));
}
