using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Warifu.Authority.Acts;
using Warifu.Authority.Authorities;
using Warifu.Authority.Status;
using Warifu.Pki.Certificates;
using Warifu.Pki.Keys;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Authority.Ceremony;

/// <summary>One authority the ceremony made.</summary>
/// <param name="Sha256">Of its certificate, lower-case hex.</param>
public sealed record MadeAuthority(AuthorityPlan Plan, Certificate Certificate, string Sha256);

/// <summary>
/// Makes the authorities of a reviewed description, once (docs/ceremony.md). Broken off between any two steps it is run again and
/// goes on: what exists is kept, so there are never two roots.
/// <list type="number">
/// <item>Lock the folder; refuse a description that was held, a second first ceremony, and a later one without a first.</item>
/// <item>Wake the standing root; refuse what presupposes something else than what stands.</item>
/// <item>Write the intent: start of validity, serial numbers, ids of keys in tokens, numbers of CRLs.</item>
/// <item>For each authority, a root first: make its key, in the token or sealed by the passphrase.</item>
/// <item>Sign its certificate, by its root.</item>
/// <item>Sign the cross-certificates.</item>
/// <item>Sign the next CRL of each root that is awake, with what the standing root revokes now and revoked before.</item>
/// <item>Write the description and the transcript, signed by the root.</item>
/// <item>Register everything in the database, in one transaction.</item>
/// <item>Close the ceremony.</item>
/// </list>
/// </summary>
public sealed class KeyCeremony(AuthoritySettings settings)
{
    private const int KeyIdLength = 16;

    private readonly CeremonyFolder folder = new(settings.Folder);

    /// <summary>Who holds it, for the transcript: names of persons, as said on the command line.</summary>
    public IReadOnlyList<string> HeldBy { get; init; } = [Environment.UserName];

    /// <summary>Where a test breaks the ceremony off.</summary>
    internal Action<string> Reached { get; init; } = static _ => { };

    /// <summary>At least the first ceremony was held.</summary>
    public bool IsHeld => folder.IsHeld;

    /// <summary>Reads a description; its lines are to be approved before <see cref="HoldAsync"/>.</summary>
    /// <param name="yaml">Such as samples/ceremony.yaml.</param>
    public static Outcome<CeremonyPlan> Review(string yaml) => CeremonyReader.Read(yaml);

    /// <summary>
    /// The ceremony that does no more than sign the next list of a standing root, and revokes by it. Until it is held the same
    /// words make the same description, so that a broken-off one goes on.
    /// </summary>
    /// <param name="root">Null for the root of the last ceremony.</param>
    /// <param name="revoked">Id of authority or cross-certificate, and reason (<see cref="RevocationWords"/>).</param>
    public Outcome<CeremonyPlan> ReviewList(string? root, IReadOnlyList<(string Authority, string Reason)> revoked)
    {
        var held = folder.Descriptions().ToList();
        if (held.Count == 0)
            return CeremonyRefusals.NotHeld;
        var last = CeremonyReader.Read(held[^1]).Value;
        var id = root ?? last.SigningRoot;
        var text = new StringBuilder($"# List of {id}, ceremony {held.Count + 1}.\npublishedAt: {last.PublishedAt}\nstandingRoot: {id}\n");
        if (revoked.Count > 0)
            text.Append("revoked:\n").AppendJoin("", revoked.Select(it => $"  - {{ authority: {it.Authority}, reason: {it.Reason} }}\n"));
        return Review(text.ToString());
    }

    public async Task<Outcome<IReadOnlyList<MadeAuthority>>> HoldAsync(CeremonyPlan plan, CancellationToken cancel = default)
    {
        folder.Make();
        await using var held = folder.TryLock(); // 1
        if (held is null)
            return CeremonyRefusals.UnderWay;
        var before = folder.Held();
        if (before.Any(ceremony => ceremony.DescriptionSha256 == plan.DescriptionSha256) || (before.Count > 0 && plan.Standing is null))
            return CeremonyRefusals.HeldBefore;
        if (before.Count == 0 && plan.Standing is not null)
            return CeremonyRefusals.NotHeld;

        using var work = new CeremonyWork(folder, new AuthorityKeys(folder, settings), plan);
        if (plan.Standing is { } standing && work.Wake(standing) is { } asleep) // 2
            return asleep;
        var intended = await IntendAsync(plan, work, before.Count + 1, cancel); // 3
        if (intended.Refusal is { } unfit)
            return unfit;
        var intent = intended.Value;
        Reached("intent");

        foreach (var authority in plan.Authorities)
        {
            if (work.MakeKey(authority, intent) is { } refusal) // 4
                return refusal;
            Reached($"key {authority.Id}");
            work.Certify(authority, intent); // 5
            Reached($"certificate {authority.Id}");
        }

        foreach (var cross in plan.CrossSigned)
        {
            work.CrossSign(cross, intent); // 6
            Reached($"certificate {cross.Id}");
        }

        work.SignLists(intent, before); // 7
        var (transcript, signature) = Write(plan, work, intent); // 8
        Reached("transcript");
        if (!await RegisterAsync(plan, work, intent, transcript, signature, cancel)) // 9
            return CeremonyRefusals.RegisterDiffers;
        Reached("registered");
        folder.Close(intent.Number); // 10
        return work.Made;
    }

    private async Task<Outcome<CeremonyIntent>> IntendAsync(CeremonyPlan plan, CeremonyWork work, int number, CancellationToken cancel)
    {
        if (folder.ReadIntent() is { } begun)
            return begun.DescriptionSha256 == plan.DescriptionSha256 ? begun : CeremonyRefusals.OtherDescription;
        var now = settings.Time.GetUtcNow();
        var startedAt = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        if (work.Presupposed(startedAt) is { } refusal)
            return refusal;
        var numbers = new Dictionary<string, long>();
        if (plan.NewRoot is { } root)
            numbers.Add(root.Id, 1);
        if (plan.Standing is { } standing)
            numbers.Add(standing.Id, Math.Max(await LastCrlAsync(standing.Id, cancel), work.LastList(standing.Id)) + 1);
        var intent = new CeremonyIntent(
            number, plan.DescriptionSha256, startedAt,
            plan.Authorities.Select(it => it.Id).Concat(plan.CrossSigned.Select(it => it.Id)).ToDictionary(id => id, _ => SerialNumbers.New()),
            plan.Authorities.Where(it => it.Token is not null).ToDictionary(it => it.Id, _ => RandomNumberGenerator.GetBytes(KeyIdLength)),
            numbers)
        {
            Revoked = work.Revoked(startedAt),
        };
        folder.WriteIntent(intent);
        return intent;
    }

    /// <summary>What was written before a ceremony was broken off is kept: it is what people were shown.</summary>
    private (byte[] Transcript, byte[] Signature) Write(CeremonyPlan plan, CeremonyWork work, CeremonyIntent intent)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"ceremony-{intent.Number}");
        folder.Keep($"{name}.yaml", () => Encoding.UTF8.GetBytes(plan.Description));
        var root = work.SigningRoot;
        var transcript = folder.Keep($"{name}.transcript.json", () => new Transcript(
            intent.Number, plan.DescriptionSha256, intent.StartedAt, settings.Time.GetUtcNow(), HeldBy, Environment.MachineName,
            [
                .. work.Made.Select(made => Transcript.Entry.Of(
                    made.Plan.Id, made.Plan.Role.ToString(), made.Plan.Token is { } token ? $"token {token}" : "sealed file", made.Certificate)),
                .. work.Crossed.Select(cross => Transcript.Entry.Of(cross.Plan.Id, "Cross", $"as {cross.Plan.Authority}", cross.Certificate)),
            ],
            [.. work.Lists.Select(Transcript.List.Of)],
            [.. intent.Revoked.Select(Transcript.Revocation.Of)],
            root.Id, SignedText.HashOf(root.Key).Name!).Write());
        return (transcript, folder.Keep($"{name}.transcript.sig", () => SignedText.Sign(transcript, root.Key)));
    }

    private async Task RecordAsync(Work work, CeremonyIntent intent)
    {
        var (by, now) = (string.Join(", ", HeldBy), settings.Time.GetUtcNow());
        await Act.RecordAsync(work, ActKind.CeremonyHeld, $"ceremony {intent.Number} {intent.DescriptionSha256}", by, now);
        foreach (var revoked in intent.Revoked)
            await Act.RecordAsync(work, ActKind.AuthorityRevoked, $"{revoked.Id} {revoked.Serial} {RevocationWords.Of(revoked.Reason)}", by, now);
    }

    private async Task<long> LastCrlAsync(string root, CancellationToken cancel)
    {
        await SchemaSteps.ApplyAsync(settings.Database, settings.OwnerConnection, settings.Time, cancel);
        await using var database = new Database(settings.OwnerConnection, settings.Time);
        return await database.WithoutTenantAsync(
            work => work.SingleAsync<long>("select coalesce(max(number), 0) from crl where authority_id = @root", new { root }), cancel);
    }

    /// <returns>False when the database knows another authority by one of these names, or another ceremony.</returns>
    private async Task<bool> RegisterAsync(
        CeremonyPlan plan, CeremonyWork done, CeremonyIntent intent, byte[] transcript, byte[] signature, CancellationToken cancel)
    {
        await SchemaSteps.ApplyAsync(settings.Database, settings.OwnerConnection, settings.Time, cancel);
        await using var database = new Database(settings.OwnerConnection, settings.Time);
        AuthorityRow[] rows =
        [
            .. done.Made.Select(made => AuthorityRow.Of(made, plan.SigningRoot)),
            .. done.Crossed.Select(cross => AuthorityRow.Of(cross.Plan, cross.Certificate, done.Root(cross.Plan.By).Addresses)),
        ];
        return await database.WithoutTenantAsync(async work =>
        {
            foreach (var row in rows)
            {
                if (!await row.RegisterAsync(work, intent.StartedAt))
                {
                    await work.AbandonAsync();
                    return false;
                }
            }

            foreach (var list in done.Lists)
                await new CrlRow(list.Root, list.Number, list.ThisUpdate, list.NextUpdate, list.Entries, list.Der).InsertAsync(work);
            foreach (var revoked in intent.Revoked)
                await AuthorityRow.RevokeAsync(work, revoked);
            var isNew = await work.ExecuteAsync("""
                insert into ceremony (number, description_sha256, started_at, description, transcript, signature)
                values (@Number, @DescriptionSha256, @StartedAt, @Description, @transcript, @signature)
                on conflict do nothing
                """,
                new { intent.Number, intent.DescriptionSha256, intent.StartedAt, plan.Description, transcript, signature }) == 1;
            if (isNew)
                await RecordAsync(work, intent);
            if (await work.SingleOrDefaultAsync<bool>("select transcript = @transcript from ceremony where number = @Number", new { intent.Number, transcript }))
                return true;
            await work.AbandonAsync();
            return false;
        }, cancel);
    }
}
