using Microsoft.Extensions.Logging;
using Npgsql;
using Warifu.Authority.Authorities;
using Warifu.Authority.Registration;
using Warifu.Pki.Certificates;
using Warifu.Pki.Profiles;
using Warifu.Postgres;
using Warifu.Wire.Registration;

namespace Warifu.Authority.Issuance;

/// <summary>
/// Takes requests of one tenant through the steps 2 to 8 of <see cref="Issuing"/> together: two transactions for all of them.
/// What goes wrong with a member outside the database is that member's alone. When the database refuses the group, each goes
/// through by itself, so that a bad one costs the others time and nothing else.
/// </summary>
internal sealed partial class IssuanceGroup(Database database, OpenAuthorities authorities, Action<IssuanceStep> reached, ILogger log)
{
    /// <summary>Tells each member how it went, and never throws.</summary>
    public async Task ServeAsync(string owner, IReadOnlyList<Applicant> members)
    {
        foreach (var gone in members.Where(member => member.Cancel.IsCancellationRequested))
            gone.Fail(new OperationCanceledException(gone.Cancel));
        for (var rest = members.Where(member => member.IsOpen).ToList(); rest.Count > 0;)
        {
            // What asks for the same as another waits for the next round, which finds the other's intent committed.
            Applicant[] round = [.. rest.DistinctBy(member => member.Order.RequestKey).DistinctBy(member => member.KeySha256)];
            await RoundAsync(owner, round);
            rest.RemoveAll(round.Contains);
        }

        foreach (var member in members)
            member.Tell();
    }

    private async Task RoundAsync(string owner, Applicant[] members)
    {
        try
        {
            await TogetherAsync(owner, members);
        }
        catch (Exception broken) when (members.Length > 1 && broken is PostgresException or not NpgsqlException)
        {
            BrokenUp(log, broken, owner, members.Length);
            foreach (var member in members)
                await RoundAsync(owner, [member]);
        }
        catch (Exception broken)
        {
            foreach (var member in members)
                member.Fail(broken);
        }
    }

    private async Task TogetherAsync(string owner, Applicant[] members)
    {
        foreach (var member in members)
            member.Reopen();
        await database.InTenantAsync(owner, work => IntendAsync(work, members)); // 2 to 5
        Applicant[] intended = [.. members.Where(member => member.IsOpen)];
        if (intended.Length == 0)
            return;
        reached(IssuanceStep.IntentStored);
        await database.InTenantAsync(owner, work => CompleteAsync(work, intended)); // 6 to 8
        reached(IssuanceStep.Registered);
    }

    private async Task IntendAsync(Work work, Applicant[] members)
    {
        var known = await Intent.FindAsync(work, members); // 2
        Applicant[] newcomers = [.. members.Where(member => !IsKnown(member, known))];
        if (newcomers.Length == 0)
            return;
        var taken = await Intent.KeysInUseAsync(work, newcomers); // 3
        var ended = await Renewal.EndedAsync(work, newcomers);
        var prepared = new List<(Applicant Member, PreparedCertificate Certificate)>();
        foreach (var member in newcomers.Where(member => !taken.Contains(member.KeySha256)))
            if (ended.Contains(member))
                member.Decide(Renewal.OldNotStanding);
            else if (Prepare(member) is { } certificate) // 4
                prepared.Add((member, certificate));
        var stored = await Intent.InsertAsync(work, prepared); // 5
        await Renewal.RecordAsync(work, newcomers.Where(member => stored.Contains(member.Order.RequestKey)));
        Applicant[] late = [.. newcomers.Where(member => member.IsOpen && !stored.Contains(member.Order.RequestKey))];
        if (late.Length > 0)
            await SomebodyWasFasterAsync(work, late);
    }

    /// <summary>A request key seen before goes on with what stands, under the authority it was begun under, or is refused.</summary>
    private bool IsKnown(Applicant member, Dictionary<Guid, Intent> intents)
    {
        if (!intents.TryGetValue(member.Order.RequestKey, out var intent))
            return false;
        var asked = member.Order.Authority;
        if (intent.AuthorityId != asked.Id && authorities.Find(intent.AuthorityId) is { } earlier && earlier.Bank == asked.Bank)
            member.Order = member.Order.Under(earlier);
        if (!intent.RequestSha256.AsSpan().SequenceEqual(member.Order.Sha256))
            member.Decide(IssuanceRefusals.RequestKeyReused);
        return true;
    }

    /// <returns>Null when it was refused or failed.</returns>
    private PreparedCertificate? Prepare(Applicant member)
    {
        var (order, issuer) = (member.Order, member.Order.Authority.Issuer);
        try
        {
            var draft = new CertificateDraft(
                order.Profile, order.Subject, member.Request.Key, SerialNumbers.New(), member.At,
                CertificateDraft.EndOf(member.At, order.ValidityDays, issuer.NotAfter))
            {
                Hosts = order.Hosts,
            };
            var prepared = PreparedCertificate.Prepare(draft, issuer);
            if (prepared.Refusal is { } refusal)
            {
                member.Decide(refusal);
                return null;
            }

            reached(IssuanceStep.Prepared);
            return prepared.Value;
        }
        catch (Exception broken)
        {
            member.Fail(broken);
            return null;
        }
    }

    /// <summary>A key has an intent, or got one since we looked: of this request asked twice at once, or of another.</summary>
    private async Task SomebodyWasFasterAsync(Work work, Applicant[] late)
    {
        var known = await Intent.FindAsync(work, late);
        foreach (var member in late)
            if (!IsKnown(member, known))
                member.Decide(IssuanceRefusals.KeyInUse);
    }

    private async Task CompleteAsync(Work work, Applicant[] members)
    {
        var intents = await Intent.LockAsync(work, members); // 6
        var registered = await RegisterRow.FindAsync(work, intents.Values);
        var signed = new List<(Intent Intent, Certificate Certificate, DateTimeOffset At)>();
        foreach (var member in members)
        {
            var intent = intents[member.Order.RequestKey];
            if (registered.TryGetValue(intent.Serial, out var done))
                Answer(member, done);
            else if (Sign(member, intent) is { } certificate) // 7
                signed.Add((intent, certificate, member.At));
        }

        reached(IssuanceStep.Signed);
        await RegisterRow.InsertAsync(work, signed); // 8
        work.AfterCommit(() => signed.ForEach(it => Issued(log, work.Tenant!, it.Certificate.Serial.Hex, it.Intent.Profile)));
    }

    /// <returns>Null when it failed; the intent stands, and the same request goes on from there.</returns>
    private Certificate? Sign(Applicant member, Intent intent)
    {
        try
        {
            var authority = member.Order.Authority;
            var prepared = PreparedCertificate.Resume(intent.ToBeSigned, KnownProfiles.Named(intent.Profile), authority.Issuer).Value;
            var certificate = prepared.Sign(authority.Key);
            Answer(member, certificate);
            return certificate;
        }
        catch (Exception broken)
        {
            member.Fail(broken);
            return null;
        }
    }

    private void Answer(Applicant member, Certificate certificate) => // 9, once it is committed
        member.Decide(new IssuedCertificate(certificate.Serial, certificate.Der.ToArray(), authorities.ChainOf(member.Order.Authority)));

    [LoggerMessage(3001, LogLevel.Information, "Issued for {Owner}: certificate {Serial}, profile {Profile}.")]
    private static partial void Issued(ILogger log, string owner, string serial, string profile);

    [LoggerMessage(3003, LogLevel.Warning, "A group of {Count} requests of {Owner} was refused by the database; each is tried by itself.")]
    private static partial void BrokenUp(ILogger log, Exception broken, string owner, int count);
}
