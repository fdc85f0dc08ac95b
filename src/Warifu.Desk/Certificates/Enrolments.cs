using System.Security.Cryptography;
using Warifu.Desk.Keys;
using Warifu.Wire;

namespace Warifu.Desk.Certificates;

/// <summary>Where an enrolment stands.</summary>
public enum EnrolmentStage
{
    Working,
    WantsOneTimePassword,
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

    /// <summary>Why the bank, or this PC, said no; what it says when it wants a one-time password.</summary>
    public Refusal? Refusal => answer?.Refusal;

    public HeldCertificate? Held => answer?.Held;

    public EnrolmentStage Stage =>
        answer is not { } settled ? EnrolmentStage.Working
        : settled.Refusal is not { } refusal ? EnrolmentStage.Done
        : IsForOneTimePassword(refusal) && Password is not null ? EnrolmentStage.WantsOneTimePassword
        : EnrolmentStage.Refused;

    internal string? Password { get; set; }

    internal bool Japanese { get; }

    internal Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>Begins, or goes on; until it ends there is no answer.</summary>
    internal void Run(Func<Task<Outcome<HeldCertificate>>> obtain)
    {
        answer = null;
        Running = RunAsync(obtain);
    }

    private async Task RunAsync(Func<Task<Outcome<HeldCertificate>>> obtain)
    {
        await Task.Yield(); // The page does not wait for the disk either.
        var outcome = await obtain();
        if (outcome.Refusal is not { } refusal || !IsForOneTimePassword(refusal))
            Password = null;
        answer = new(outcome.Refusal, outcome.Refusal is null ? outcome.Value : null);
    }

    private static bool IsForOneTimePassword(Refusal refusal) => refusal.Code is "one-time-password-needed" or "wrong-one-time-password";

    private sealed record Answer(Refusal? Refusal, HeldCertificate? Held);

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
    public Enrolment Begin(Uri bank, string loginId, string password, bool japanese) => Begin(new(bank, loginId, renews: null, password, japanese));

    /// <summary>Begins the renewal of a certificate, or joins the one that runs for its user.</summary>
    public Enrolment BeginRenewal(HeldCertificate old, string password, bool japanese) =>
        Begin(new(old.Site ?? old.SignIn!, old.LoginId, old, password, japanese));

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
                enrolment.Run(() => ObtainAsync(enrolment, oneTimePassword));
    }

    private async Task<Outcome<HeldCertificate>> ObtainAsync(Enrolment enrolment, string? oneTimePassword)
    {
        try
        {
            return enrolment.Renews is { } old
                ? await new RenewCertificate(folder, keys.Vault).RunAsync(old, enrolment.Password!, oneTimePassword, enrolment.Japanese, step: null, CancellationToken.None)
                : await new IssueCertificate(folder, keys.Vault).RunAsync(
                    enrolment.Bank, enrolment.LoginId, enrolment.Password!, oneTimePassword, enrolment.Japanese, step: null, CancellationToken.None);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return DeskFolder.Explain(failed);
        }
    }
}
