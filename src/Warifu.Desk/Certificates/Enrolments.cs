using System.Security.Cryptography;
using Warifu.Desk.Certificates.Unattended;
using Warifu.Desk.Keys;
using Warifu.Desk.Keys.Tokens;
using Warifu.Desk.Replacements;
using Warifu.Wire;

namespace Warifu.Desk.Certificates;

/// <summary>Where an enrolment stands.</summary>
public enum EnrolmentStage
{
    Working,
    WantsOneTimePassword,

    /// <summary>A USB token must be put in or opened first.</summary>
    WantsToken,
    Refused,
    Done,
}

/// <summary>
/// From 認証して発行 to the result, in this program and not in a page: a window closed or a page left in between changes
/// nothing. The password is in memory until the bank has taken it, and no longer.
/// </summary>
public sealed class Enrolment
{
    internal Enrolment(Uri bank, string loginId, HeldCertificate? renews, string password, bool japanese) =>
        (Bank, LoginId, Renews, Password, Japanese) = (bank, loginId, renews, password, japanese);

    private volatile Answer? answer;

    public Guid Id { get; } = new(RandomNumberGenerator.GetBytes(16));

    public Uri Bank { get; }

    public string LoginId { get; }

    /// <summary>The certificate whose successor it is; null for a first one.</summary>
    public HeldCertificate? Renews { get; }

    /// <summary>Nothing is issued: its user allows that <see cref="Renews"/> be renewed without him.</summary>
    public bool Allows { get; internal init; }

    /// <summary>Why the bank, or this PC, said no; what it says when it wants a one-time password.</summary>
    public Refusal? Refusal => answer?.Refusal;

    public HeldCertificate? Held => answer?.Held;

    /// <summary>What this PC is called, where the certificate is to be taken over from another (<see cref="Replacements.ReplaceCertificate"/>).</summary>
    public string? NewPc { get; internal init; }

    /// <summary>How that request stands; it is done when it was asked.</summary>
    public Asking? Asked => answer?.Asked;

    public EnrolmentStage Stage =>
        answer is not { } settled ? EnrolmentStage.Working
        : settled.Refusal is not { } refusal ? EnrolmentStage.Done
        : IsForOneTimePassword(refusal) && Password is not null ? EnrolmentStage.WantsOneTimePassword
        : settled.Token is not null && Password is not null ? EnrolmentStage.WantsToken
        : EnrolmentStage.Refused;

    /// <summary>Where the key is to live; null: where an earlier run began, or the usual place.</summary>
    public KeyPlace? Place { get; internal init; }

    /// <summary>The token that has to be put in or opened.</summary>
    public TokenName? Token => answer?.Token;

    internal string? Password { get; set; }

    /// <summary>Entered already, when a token was pulled.</summary>
    internal string? OneTimePassword { get; set; }

    internal bool Japanese { get; }

    internal Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>Begins, or goes on; until it ends there is no answer.</summary>
    internal void Run(Func<Task<Answer>> obtain)
    {
        answer = null;
        Running = RunAsync(obtain);
    }

    private async Task RunAsync(Func<Task<Answer>> obtain)
    {
        await Task.Yield(); // The page does not wait for the disk either.
        var settled = await obtain();
        if (settled.Refusal is { } refused && IsForToken(refused))
            settled = settled with { Token = OpenTokenModel.Needed(Renews?.Place) ?? OpenTokenModel.Needed(Place) };
        if (settled.Refusal is not { } refusal || (!IsForOneTimePassword(refusal) && settled.Token is null))
            (Password, OneTimePassword) = (null, null);
        answer = settled;
    }

    internal static bool IsForOneTimePassword(Refusal refusal) => refusal.Code is "one-time-password-needed" or "wrong-one-time-password";

    private static bool IsForToken(Refusal refusal) =>
        refusal == KeyRefusals.NotUsable || refusal.Code == TokenRefusals.Missing.Code || refusal.Code == TokenRefusals.PinNeeded.Code || refusal.Code == TokenRefusals.PinLocked.Code;

    internal sealed record Answer(Refusal? Refusal, HeldCertificate? Held, Asking? Asked = null, TokenName? Token = null)
    {
        public static Answer Of(Outcome<HeldCertificate> outcome) => new(outcome.Refusal, outcome.Refusal is null ? outcome.Value : null);

        public static Answer Of(Outcome<Asking> outcome) => new(outcome.Refusal, Held: null, outcome.Refusal is null ? outcome.Value : null);
    }

    /// <summary>Waits for the answer, a little: most come before anybody would see that one waits.</summary>
    internal async Task SettleAsync(TimeSpan patience, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            await Running.WaitAsync(patience, time, cancel);
        }
        catch (TimeoutException)
        {
            // The page says 処理中.
        }
    }
}

/// <summary>The enrolments of this run of the program. What an earlier run left is taken up by asking again.</summary>
public sealed class Enrolments(DeskFolder folder, OpenedKeys keys)
{
    private readonly Lock guard = new();
    private readonly List<Enrolment> all = [];

    /// <summary>Begins, or joins the one that runs for this bank and user.</summary>
    public Enrolment Begin(Uri bank, string loginId, string password, bool japanese, KeyPlace? place = null) =>
        Begin(new(bank, loginId, renews: null, password, japanese) { Place = place });

    /// <summary>Begins the renewal of a certificate, or joins the one that runs for its user.</summary>
    public Enrolment BeginRenewal(HeldCertificate old, string password, bool japanese, KeyPlace? place = null) =>
        Begin(new(old.Site ?? old.SignIn!, old.LoginId, old, password, japanese) { Place = place });

    /// <summary>Asks that the certificate on another PC be taken over.</summary>
    /// <param name="pc">What this PC is called.</param>
    public Enrolment BeginReplacement(Uri bank, string loginId, string password, string pc, bool japanese, KeyPlace? place = null) =>
        Begin(new(bank, loginId, renews: null, password, japanese) { NewPc = pc, Place = place });

    /// <summary>Asks the bank for leave to renew a certificate without its user; the steps and questions are those of a renewal.</summary>
    public Enrolment BeginAllowing(HeldCertificate held, string password, bool japanese) =>
        Begin(new(held.Site ?? held.SignIn!, held.LoginId, held, password, japanese) { Allows = true });

    private Enrolment Begin(Enrolment wanted)
    {
        lock (guard)
        {
            if (all.FirstOrDefault(other => IsFor(other) && other.Stage == EnrolmentStage.Working) is { } running)
                return running;
            all.RemoveAll(IsFor);
            all.Add(wanted);
            wanted.Run(() => ObtainAsync(wanted, oneTimePassword: null));
            return wanted;
            bool IsFor(Enrolment other) => other.Bank == wanted.Bank && other.LoginId == wanted.LoginId;
        }
    }

    public Enrolment? Find(Guid id)
    {
        lock (guard)
            return all.FirstOrDefault(enrolment => enrolment.Id == id);
    }

    /// <summary>Goes on with the one-time password that was asked for.</summary>
    public void GoOn(Enrolment enrolment, string oneTimePassword)
    {
        lock (guard)
            if (enrolment.Stage == EnrolmentStage.WantsOneTimePassword)
            {
                enrolment.OneTimePassword = oneTimePassword;
                enrolment.Run(() => ObtainAsync(enrolment, oneTimePassword));
            }
    }

    /// <summary>Goes on once the token is open.</summary>
    public void GoOn(Enrolment enrolment)
    {
        lock (guard)
            if (enrolment.Stage == EnrolmentStage.WantsToken)
                enrolment.Run(() => ObtainAsync(enrolment, enrolment.OneTimePassword));
    }

    private async Task<Enrolment.Answer> ObtainAsync(Enrolment enrolment, string? oneTimePassword)
    {
        var (bank, loginId, password, japanese) = (enrolment.Bank, enrolment.LoginId, enrolment.Password!, enrolment.Japanese);
        try
        {
            return enrolment.NewPc is { } pc
                ? Enrolment.Answer.Of(await new ReplaceCertificate(folder, keys.Vault, enrolment.Place).AskAsync(bank, loginId, password, oneTimePassword, pc, japanese, CancellationToken.None))
                : Enrolment.Answer.Of(enrolment is { Allows: true, Renews: { } held }
                    ? await new UnattendedLeave(folder, keys.Vault).AllowAsync(held, enrolment.Id, password, oneTimePassword, japanese, CancellationToken.None)
                    : enrolment.Renews is { } old
                    ? await new RenewCertificate(folder, keys.Vault, enrolment.Place).RunAsync(old, password, oneTimePassword, japanese, step: null, CancellationToken.None)
                    : await new IssueCertificate(folder, keys.Vault, enrolment.Place).RunAsync(bank, loginId, password, oneTimePassword, japanese, step: null, CancellationToken.None));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return new(DeskFolder.Explain(failed), Held: null);
        }
    }
}
