using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Warifu.Authority.Authorities;
using Warifu.Pki.Requests;
using Warifu.Postgres;
using Warifu.Postgres.Sharing;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Authority.Issuance;

/// <summary>Boundaries between the steps, where a crash must cost nothing.</summary>
internal enum IssuanceStep
{
    RequestRead,
    Prepared,
    IntentStored,
    Signed,
    Registered,
}

/// <summary>
/// Issues certificates (docs/issuance-cycle.md). Broken off between any two steps, the same request goes on where it stopped:
/// one request key is one serial number.
/// <list type="number">
/// <item>Read the signing request: strict DER, sound key, proof of possession.</item>
/// <item>A request key seen before: the same content goes on at 6, other content is refused.</item>
/// <item>Refuse a key that has a certificate of this bank; refuse to renew what does not stand.</item>
/// <item>Draw the serial number, build the certificate, lint it.</item>
/// <item>Store the intent; commit.</item>
/// <item>Lock the intent; a certificate in the register is the answer.</item>
/// <item>Sign what the intent says, linted again.</item>
/// <item>Enter the certificate in the register; commit.</item>
/// <item>Answer.</item>
/// </list>
/// Requests of one tenant that wait at the same time go through 2 to 8 together (<see cref="IssuanceGroup"/>) and share both commits.
/// </summary>
internal sealed partial class Issuing(Database database, OpenAuthorities authorities, ILogger<Issuing> log)
{
    /// <summary>
    /// Two lanes: while one is at the database the other signs. A group is some 10 ms of work. 1,000 waiting are under half a
    /// second of it; whoever comes then is better told to come again than left to grow the queue.
    /// </summary>
    internal static readonly GatheringLimits Usual = new(Lanes: 2, Together: 64, Waiting: 1000);

    private readonly ConcurrentDictionary<string, Gathering<Applicant>> waiting = new(StringComparer.Ordinal);

    /// <summary>Per tenant: a busy bank never makes another wait in its line.</summary>
    internal GatheringLimits Limits { get; init; } = Usual;

    /// <summary>Where a test breaks the cycle off.</summary>
    internal Action<IssuanceStep> Reached { get; init; } = static _ => { };

    /// <param name="at">Usually <see cref="Database.Time"/>; servers keep real time under a manual clock.</param>
    public async Task<Outcome<IssuedCertificate>> IssueAsync(IssuanceOrder order, DateTimeOffset at, CancellationToken cancel)
    {
        var read = SigningRequest.Read(order.Csr); // 1
        if (read.Refusal is { } unsound)
            return Refused(order, unsound);
        Reached(IssuanceStep.RequestRead);
        var applicant = new Applicant(order, read.Value, at, cancel);
        if (!LineOf(order.Owner.Value).TryJoin(applicant))
            return Refused(order, IssuanceRefusals.Busy);
        var outcome = await applicant.Answer.WaitAsync(cancel); // 2 to 9
        return outcome.Refusal is { } refusal ? Refused(order, refusal) : outcome;
    }

    private Gathering<Applicant> LineOf(string owner) => waiting.GetOrAdd(owner, _ =>
    {
        var group = new IssuanceGroup(database, authorities, Reached, log);
        return new Gathering<Applicant>(Limits, members => group.ServeAsync(owner, members));
    });

    private Refusal Refused(IssuanceOrder order, Refusal refusal)
    {
        NotIssued(log, order.Owner.Value, order.RequestKey, refusal.Code, refusal.Detail?.En);
        return refusal;
    }

    [LoggerMessage(3002, LogLevel.Warning, "Refused for {Owner}, request {RequestKey}: {Code}. {Detail}")]
    private static partial void NotIssued(ILogger log, string owner, Guid requestKey, string code, string? detail);
}
