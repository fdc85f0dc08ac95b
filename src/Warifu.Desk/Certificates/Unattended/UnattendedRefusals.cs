using Warifu.Wire;

namespace Warifu.Desk.Certificates.Unattended;

/// <summary>Why a certificate is not renewed by itself, and what its user does then.</summary>
public static class UnattendedRefusals
{
    public static readonly Refusal LeaveEnded = new("desk-leave-ended", 403,
        new("自動更新の許可が取り消されています。", "The leave to renew this certificate by itself was withdrawn."),
        new("ログインパスワードを入力して更新してください。これからも自動で更新するときは、もう一度許可してください。",
            "Renew it with the login password. To have it renewed by itself from then on, allow that again."));

    public static readonly Refusal RenewedElsewhere = new("desk-renewed-elsewhere", 409,
        new("この証明書は、この PC の外で更新されています。", "This certificate was renewed elsewhere than on this PC."),
        new("更新した先の証明書をお使いください。心当たりがないときは、すぐに銀行へご連絡ください。",
            "Use its successor where it was made. If you know of none, call the bank at once."));

    public static readonly Refusal NotYet = new("desk-renewal-not-yet", 409,
        new("銀行が、更新できる日を先に延ばしました。", "The bank has moved the day from which this can be renewed."),
        new("その日を過ぎてから、自動で更新されます。", "It is renewed by itself after that day."));

    public static readonly Refusal ClockAhead = new("desk-clock-ahead", 409,
        new("この PC の時計では更新できる日ですが、銀行の時計ではまだです。", "By this PC's clock it can be renewed, by the bank's it cannot yet."),
        new("この PC の日付と時刻を合わせてください。", "Set the date and time of this PC."));

    public static readonly Refusal KeysClosed = new("desk-keys-closed", 503,
        new("この PC の鍵が閉じているため、証明書を更新できません。", "The keys of this PC are closed, so the certificate cannot be renewed."),
        new("このアプリの窓を開き、パスフレーズを入力してください。続きは自動で始まります。", "Open the window of this program and enter the passphrase. The rest begins by itself."));

    public static readonly Refusal AtWork = new("desk-renewal-at-work", 409,
        new("いま、この PC のほかのプログラムが証明書を更新しています。", "Another program on this PC is renewing certificates now."),
        new("しばらくしてから、もう一度お試しください。", "Try again in a while."));

    public static readonly Refusal SwitchedOff = new("desk-renewal-off", 409,
        new("この PC では、証明書を自動で更新しない設定です。", "This PC is set not to renew certificates by itself."),
        new("自動で更新するときは、warifu-desk unattended on で切り替えてください。", "To have them renewed by itself, switch it on with warifu-desk unattended on."));

    public static readonly Refusal NoReceipt = new("desk-receipt-unknown", 404,
        new("その証明書の更新の控えはありません。", "There is no receipt of that certificate's renewal."),
        new("一覧から選び直してください。", "Choose it from the list."));
}
