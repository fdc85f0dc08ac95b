using Warifu.Pki.Requests;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Authority.Issuance;

/// <summary>One request in a group: what is asked, what was decided, and the caller who waits for it.</summary>
/// <param name="cancel">The caller's. A request a group has taken is carried out all the same.</param>
internal sealed class Applicant(IssuanceOrder order, SigningRequest request, DateTimeOffset at, CancellationToken cancel)
{
    private readonly TaskCompletionSource<Outcome<IssuedCertificate>> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<Outcome<IssuedCertificate>>? decision;

    public IssuanceOrder Order { get; set; } = order;

    public SigningRequest Request { get; } = request;

    /// <summary>In hex, to be compared.</summary>
    public string KeySha256 { get; } = Convert.ToHexStringLower(request.Key.Sha256);

    public DateTimeOffset At { get; } = at;

    public CancellationToken Cancel { get; } = cancel;

    public Task<Outcome<IssuedCertificate>> Answer => told.Task;

    public bool IsOpen => decision is null;

    public void Decide(Outcome<IssuedCertificate> outcome) => decision = Task.FromResult(outcome);

    public void Fail(Exception why) => decision = Task.FromException<Outcome<IssuedCertificate>>(why);

    /// <summary>What was decided in a transaction that did not last is open again.</summary>
    public void Reopen() => decision = null;

    /// <summary>Nothing is told before what it rests on is committed.</summary>
    public void Tell() => told.SetFromTask(decision ?? throw new InvalidOperationException("Nothing is decided."));
}
