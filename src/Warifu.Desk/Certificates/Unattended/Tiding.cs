using Warifu.Web.Graphs;
using Warifu.Wire;

namespace Warifu.Desk.Certificates.Unattended;

/// <summary>How loudly something is said.</summary>
public enum Urgency
{
    Done,
    Notice,
    Alarm,
}

/// <summary>Something about a certificate that its user should know, and where he acts on it.</summary>
/// <param name="Topic">The same as long as it is the same matter: it is not told again and again.</param>
public sealed record Tiding(SerialNumber Serial, string Topic, Urgency Urgency, Phrase What, Phrase WayOut, string Path, Phrase Act);

/// <summary>
/// What a user must know in time of the certificates on this PC: that one was renewed, that a renewal is in trouble, that one ends soon
/// and nobody renews it, that one has ended.
/// </summary>
public sealed class Tidings(DeskFolder folder, UnattendedChoice choice, TimeProvider time)
{
    private const string SeenFile = "receipts-seen.json";

    // A trouble that may pass by itself, such as a network that is away, is told when it has lasted so long.
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);
    private static readonly TimeSpan VerySoon = TimeSpan.FromDays(7);
    private static readonly TimeSpan LastDay = TimeSpan.FromDays(1);

    // What ended long ago was seen long ago.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(60);

    /// <param name="unwritten">Plans that a full disk kept from being written.</param>
    public IReadOnlyList<Tiding> All(IReadOnlyDictionary<SerialNumber, RenewalPlan>? unwritten = null)
    {
        var all = HeldCertificate.All(folder);
        var plans = RenewalPlan.All(folder).ToDictionary(plan => plan.Serial);
        foreach (var (serial, plan) in unwritten ?? new Dictionary<SerialNumber, RenewalPlan>())
            plans[serial] = plan;
        var seen = folder.Read<Seen>(SeenFile)?.At ?? DateTimeOffset.MinValue;
        return
        [
            .. from held in all
                where !all.Any(held.IsSucceededBy)
                let tiding = Of(held, plans.GetValueOrDefault(held.Serial))
                where tiding is not null
                orderby tiding.Urgency descending
                select tiding,
            // Renewed, and its last steps are in trouble.
            .. from held in all
                where all.Any(held.IsSucceededBy) && plans.GetValueOrDefault(held.Serial) is { Begun: not null, Last.Refusal: { } refusal } && NeedsPerson(refusal)
                select Unfinished(held, plans[held.Serial].Last!.Refusal!),
            .. from receipt in RenewalReceipt.All(folder)
                where receipt.AnsweredAt > seen
                select new Tiding(receipt.NewSerial, "renewed", Urgency.Done,
                    new($"{receipt.BankName.Ja} {receipt.LoginId} の証明書を、自動で更新しました。", $"The certificate of {receipt.LoginId} at {receipt.BankName.En} was renewed by itself."),
                    new("お使いのブラウザをすべて閉じて、開き直してください。それ以外にしていただくことはありません。", "Close all windows of your browser and open it again. Nothing else is needed."),
                    AutomaticModel.Path, new("控えを見る", "See the receipt")),
        ];
    }

    /// <summary>The user has seen what was done so far.</summary>
    public void MarkSeen() => folder.Write(SeenFile, new Seen(time.GetUtcNow()));

    private Tiding? Of(HeldCertificate held, RenewalPlan? plan)
    {
        var now = time.GetUtcNow();
        var left = held.Certificate.NotAfter - now;
        return held.StateAt(now) switch
        {
            HeldState.Expired => left < -Remembered ? null : Ended(held),
            HeldState.Revoked => null,
            HeldState.Issued or HeldState.Renewable when plan?.Last?.Refusal is { } refusal && (NeedsPerson(refusal) || now - plan.FailingSince >= Patience || left <= Soon) => Trouble(held, plan),
            HeldState.Issued or HeldState.Renewable when left <= (IsLookedAfter(plan) ? LastDay : Soon) => EndsSoon(held, left),
            HeldState.Issued or HeldState.Renewable => null,
            _ => throw new ArgumentOutOfRangeException(nameof(held)),
        };
    }

    // It is about to be renewed: what is in the way will be told when it has been tried.
    private bool IsLookedAfter(RenewalPlan? plan) => plan is { AllowedSince: not null } && plan.Last?.Refusal is null && choice.Wanted != false;

    /// <summary>Waiting does not help.</summary>
    internal static bool NeedsPerson(Refusal refusal) => refusal.Status < 500 || refusal == DeskRefusals.DiskFull || refusal == DeskRefusals.FolderUnwritable
        || refusal == DeskRefusals.NoKeyring || refusal == UnattendedRefusals.KeysClosed;

    private Tiding Trouble(HeldCertificate held, RenewalPlan plan)
    {
        var refusal = plan.Last!.Refusal!;
        var left = held.Certificate.NotAfter - time.GetUtcNow();
        return new(held.Serial, $"{refusal.Code}{(left <= VerySoon ? "-soon" : "")}", left <= VerySoon ? Urgency.Alarm : Urgency.Notice,
            new($"{Name(held).Ja} を自動で更新できていません{Days(held).Ja}。{refusal.What.Ja}", $"{Name(held).En} could not be renewed by itself{Days(held).En}. {refusal.What.En}"),
            refusal.WayOut, held.StateAt(time.GetUtcNow()) == HeldState.Renewable ? RenewModel.PathTo(held.Serial.Hex) : DetailsModel.PathTo(held),
            held.StateAt(time.GetUtcNow()) == HeldState.Renewable ? new("パスワードで更新する", "Renew with the password") : new("詳細", "Details"));
    }

    private static Tiding Unfinished(HeldCertificate held, Refusal refusal) => new(held.Serial, refusal.Code, Urgency.Notice,
        new($"{Name(held).Ja} は更新しましたが、後始末が終わっていません。{refusal.What.Ja}", $"{Name(held).En} is renewed, but not all is done. {refusal.What.En}"),
        refusal.WayOut, AutomaticModel.Path, new("自動更新を見る", "See automatic renewal"));

    private Tiding EndsSoon(HeldCertificate held, TimeSpan left) => new(held.Serial, left <= VerySoon ? "ends-very-soon" : "ends-soon", left <= VerySoon ? Urgency.Alarm : Urgency.Notice,
        new($"{Name(held).Ja} の有効期限が近づいています{Days(held).Ja}。", $"{Name(held).En} ends soon{Days(held).En}."),
        new("期限を過ぎるとログインできなくなります。ログインパスワードを入力して更新してください。", "After its end it no longer signs in. Renew it with the login password."),
        RenewModel.PathTo(held.Serial.Hex), new("更新する", "Renew"));

    private static Tiding Ended(HeldCertificate held) => new(held.Serial, "ended", Urgency.Alarm,
        new($"{Name(held).Ja} の有効期限が切れました。", $"{Name(held).En} has expired."),
        new("更新はできません。同じログインIDで、証明書をもう一度発行してください。", "It can no longer be renewed. Have another issued with the same login ID."),
        held.Site is { } site ? IssueModel.PathTo(site, held.LoginId) : ChooseBankModel.Path, new("証明書を発行する", "Issue a certificate"));

    private static Phrase Name(HeldCertificate held) =>
        new($"{held.BankName.Ja} {held.LoginId} の証明書", $"The certificate of {held.LoginId} at {held.BankName.En}");

    private Phrase Days(HeldCertificate held) => ValidityBar.DaysUntil(held.Certificate.NotAfter, time.GetUtcNow()) switch
    {
        0 => new("（本日まで）", " (today)"),
        1 => new("（残り1日）", " (1 day left)"),
        var days => new($"（残り{days}日）", $" ({days} days left)"),
    };

    private sealed record Seen(DateTimeOffset At);
}
