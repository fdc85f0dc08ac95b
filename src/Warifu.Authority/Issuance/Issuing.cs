using Microsoft.Extensions.Logging;
using Warifu.Authority.Authorities;
using Warifu.Pki.Certificates;
using Warifu.Pki.Profiles;
using Warifu.Pki.Requests;
using Warifu.Postgres;
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
/// Issues one certificate (docs/issuance-cycle.md). Broken off between any two steps, the same request goes on where it stopped:
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
/// </summary>
internal sealed partial class Issuing(Database database, OpenAuthorities authorities, ILogger<Issuing> log)
{
    /// <summary>Where a test breaks the cycle off.</summary>
    internal Action<IssuanceStep> Reached { get; init; } = static _ => { };

    /// <param name="at">Usually <see cref="Database.Time"/>; servers keep real time under a manual clock.</param>
    public async Task<Outcome<IssuedCertificate>> IssueAsync(IssuanceOrder order, DateTimeOffset at, CancellationToken cancel)
    {
        var read = SigningRequest.Read(order.Csr); // 1
        if (read.Refusal is { } unsound)
            return Refused(order, unsound);
        Reached(IssuanceStep.RequestRead);
        order = await AsBegunAsync(order, cancel); // 2
        var refusal = await database.InTenantAsync(order.Owner.Value, work => IntendAsync(work, order, read.Value, at), cancel); // 2 to 5
        if (refusal is not null)
            return Refused(order, refusal);
        Reached(IssuanceStep.IntentStored);
        var certificate = await database.InTenantAsync(order.Owner.Value, work => CompleteAsync(work, order, at), cancel); // 6 to 8
        Reached(IssuanceStep.Registered);
        return new IssuedCertificate(certificate.Serial, certificate.Der.ToArray(), authorities.ChainOf(order.Authority)); // 9
    }

    /// <summary>A request whose intent names an earlier authority goes on under that one.</summary>
    private async Task<IssuanceOrder> AsBegunAsync(IssuanceOrder order, CancellationToken cancel)
    {
        if (!authorities.HasEarlier(order.Authority))
            return order;
        var known = await database.InTenantAsync(order.Owner.Value, work => Intent.FindAsync(work, order.RequestKey), cancel);
        return known is not null && known.AuthorityId != order.Authority.Id && authorities.Find(known.AuthorityId) is { } earlier
            && earlier.Bank == order.Authority.Bank ? order.Under(earlier) : order;
    }

    /// <returns>Null when the intent stands.</returns>
    private async Task<Refusal?> IntendAsync(Work work, IssuanceOrder order, SigningRequest request, DateTimeOffset at)
    {
        if (await Intent.FindAsync(work, order.RequestKey) is { } known) // 2
            return Matches(known, order);
        if (await Intent.IsKeyInUseAsync(work, request)) // 3
            return await SomebodyWasFasterAsync(work, order);
        if (order.Renewal is { } renewal && await renewal.ForbidsAsync(work, at) is { } notRenewable)
            return notRenewable;
        var issuer = order.Authority.Issuer;
        var draft = new CertificateDraft( // 4
            order.Profile, order.Subject, request.Key, SerialNumbers.New(), at, CertificateDraft.EndOf(at, order.ValidityDays, issuer.NotAfter))
        {
            Hosts = order.Hosts,
        };
        var prepared = PreparedCertificate.Prepare(draft, issuer);
        if (prepared.Refusal is { } refusal)
            return refusal;
        Reached(IssuanceStep.Prepared);
        if (!await Intent.InsertAsync(work, order, request, prepared.Value, at)) // 5
            return await SomebodyWasFasterAsync(work, order);
        if (order.Renewal is not null)
            await order.Renewal.RecordAsync(work, order.RequestKey);
        return null;
    }

    /// <summary>The key has an intent since we looked for the request: of this request asked twice at once, or of another.</summary>
    private static async Task<Refusal?> SomebodyWasFasterAsync(Work work, IssuanceOrder order) =>
        await Intent.FindAsync(work, order.RequestKey) is { } known ? Matches(known, order) : IssuanceRefusals.KeyInUse;

    private async Task<Certificate> CompleteAsync(Work work, IssuanceOrder order, DateTimeOffset at)
    {
        var intent = await Intent.LockAsync(work, order.RequestKey); // 6
        if (await RegisterRow.FindAsync(work, intent.Serial) is { } done)
            return Certificate.Read(done.Der).Value;
        var certificate = PreparedCertificate
            .Resume(intent.ToBeSigned, KnownProfiles.Named(intent.Profile), order.Authority.Issuer).Value.Sign(order.Authority.Key); // 7
        Reached(IssuanceStep.Signed);
        await RegisterRow.InsertAsync(work, intent.AuthorityId, certificate, at); // 8
        work.AfterCommit(() => Issued(log, order.Owner.Value, certificate.Serial.Hex, order.Profile.Name));
        return certificate;
    }

    private static Refusal? Matches(Intent known, IssuanceOrder order) =>
        known.RequestSha256.AsSpan().SequenceEqual(order.Sha256) ? null : IssuanceRefusals.RequestKeyReused;

    private Refusal Refused(IssuanceOrder order, Refusal refusal)
    {
        NotIssued(log, order.Owner.Value, order.RequestKey, refusal.Code, refusal.Detail?.En);
        return refusal;
    }

    [LoggerMessage(3001, LogLevel.Information, "Issued for {Owner}: certificate {Serial}, profile {Profile}.")]
    private static partial void Issued(ILogger log, string owner, string serial, string profile);

    [LoggerMessage(3002, LogLevel.Warning, "Refused for {Owner}, request {RequestKey}: {Code}. {Detail}")]
    private static partial void NotIssued(ILogger log, string owner, Guid requestKey, string code, string? detail);
}
