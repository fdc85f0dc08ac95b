using Warifu.Authority.Authorities;
using Warifu.Authority.Status;
using Warifu.Pki.Certificates;
using Warifu.Pki.Keys;
using Warifu.Pki.Revocations;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Authority.Ceremony;

/// <summary>One authority the ceremony made.</summary>
/// <param name="Sha256">Of its certificate, lower-case hex.</param>
public sealed record MadeAuthority(AuthorityPlan Plan, Certificate Certificate, string Sha256);

/// <summary>
/// Makes the authorities of a reviewed description, once. Broken off between any two steps it is run again and goes on:
/// what exists is kept, so there are never two roots.
/// <list type="number">
/// <item>Lock the folder; refuse if the ceremony was held.</item>
/// <item>Write the intent: start of validity and serial numbers.</item>
/// <item>For each authority, the root first: make its key, sealed by the passphrase.</item>
/// <item>Sign its certificate, by the root.</item>
/// <item>Sign the root's first CRL, which is empty.</item>
/// <item>Register authorities and CRL in the database, in one transaction.</item>
/// <item>Close the ceremony.</item>
/// </list>
/// </summary>
public sealed class KeyCeremony(AuthoritySettings settings)
{
    /// <summary>The root's key is asleep between ceremonies: its CRL lasts until the next yearly one.</summary>
    private const int RootCrlDays = 400;

    private readonly CeremonyFolder folder = new(settings.Folder);

    /// <summary>Where a test breaks the ceremony off.</summary>
    internal Action<string> Reached { get; init; } = static _ => { };

    public bool IsHeld => folder.IsHeld;

    /// <summary>Reads a description; its lines are to be approved before <see cref="HoldAsync"/>.</summary>
    /// <param name="yaml">Such as samples/ceremony.yaml.</param>
    public static Outcome<CeremonyPlan> Review(string yaml) => CeremonyReader.Read(yaml);

    public async Task<Outcome<IReadOnlyList<MadeAuthority>>> HoldAsync(CeremonyPlan plan, CancellationToken cancel = default)
    {
        folder.Make();
        await using var held = folder.TryLock(); // 1
        if (held is null)
            return CeremonyRefusals.UnderWay;
        if (folder.IsHeld)
            return CeremonyRefusals.HeldBefore;
        var intent = Intend(plan); // 2
        if (intent.DescriptionSha256 != plan.DescriptionSha256)
            return CeremonyRefusals.OtherDescription;
        Reached("intent");

        var made = new List<MadeAuthority>();
        using var keys = new KeyRing();
        foreach (var authority in plan.Authorities)
        {
            var opened = KeyOf(authority); // 3
            if (opened.Refusal is { } refusal)
                return refusal;
            keys.Add(authority.Id, opened.Value);
            Reached($"key {authority.Id}");
            var certificate = folder.ReadCertificate(authority.Id) ?? Certify(authority, plan, intent, keys, made); // 4
            made.Add(new MadeAuthority(authority, certificate, Convert.ToHexStringLower(certificate.Sha256)));
            Reached($"certificate {authority.Id}");
        }

        var crl = RootCrl(plan.Authorities[0], made[0], intent, keys); // 5
        if (!await RegisterAsync(made, crl, intent, cancel)) // 6
            return CeremonyRefusals.RegisterDiffers;
        Reached("registered");
        folder.Close(); // 7
        return made;
    }

    private CeremonyIntent Intend(CeremonyPlan plan)
    {
        if (folder.ReadIntent() is { } begun)
            return begun;
        var intent = new CeremonyIntent(
            plan.DescriptionSha256, settings.Time.GetUtcNow(),
            plan.Authorities.ToDictionary(authority => authority.Id, _ => SerialNumbers.New()));
        folder.WriteIntent(intent);
        return intent;
    }

    private Outcome<IssuerKey> KeyOf(AuthorityPlan authority)
    {
        if (folder.ReadKey(authority.Id) is { } content)
        {
            var opened = SealedKey.Open(content, settings.Passphrase);
            return opened.Refusal is { } refusal ? refusal : new IssuerKey(opened.Value);
        }

        var key = IssuerKey.Generate(authority.Key);
        folder.WriteKey(authority.Id, key.Seal(settings.Passphrase));
        return key;
    }

    private Certificate Certify(AuthorityPlan authority, CeremonyPlan plan, CeremonyIntent intent, KeyRing keys, List<MadeAuthority> made)
    {
        var isRoot = authority.Role == AuthorityRole.Root;
        var draft = new CertificateDraft(
            authority.Profile, authority.Subject, keys[authority.Id].Public, intent.Serials[authority.Id],
            intent.StartedAt, intent.StartedAt.AddYears(authority.ValidYears).AddSeconds(-1));
        var issuer = isRoot ? Issuer.Itself(draft) : Issuer.From(made[0].Certificate, plan.Authorities[0].Addresses);
        var certificate = PreparedCertificate.Prepare(draft, issuer).Value.Sign(keys[plan.Authorities[0].Id]);
        folder.WriteCertificate(authority.Id, certificate);
        return certificate;
    }

    private static CrlRow RootCrl(AuthorityPlan plan, MadeAuthority root, CeremonyIntent intent, KeyRing keys)
    {
        var list = new RevocationList(
            Issuer.From(root.Certificate, plan.Addresses), 1, intent.StartedAt, intent.StartedAt.AddDays(RootCrlDays), []);
        return new CrlRow(plan.Id, list.Number, list.ThisUpdate, list.NextUpdate, 0, list.Sign(keys[plan.Id]));
    }

    /// <returns>False when the database knows another authority by one of these names.</returns>
    private async Task<bool> RegisterAsync(List<MadeAuthority> made, CrlRow rootCrl, CeremonyIntent intent, CancellationToken cancel)
    {
        await SchemaSteps.ApplyAsync(settings.Database, settings.OwnerConnection, settings.Time, cancel);
        await using var database = new Database(settings.OwnerConnection, settings.Time);
        return await database.WithoutTenantAsync(async work =>
        {
            foreach (var authority in made)
            {
                if (!await AuthorityRow.RegisterAsync(work, authority, intent.StartedAt))
                {
                    await work.AbandonAsync();
                    return false;
                }
            }

            await rootCrl.InsertAsync(work);
            return true;
        }, cancel);
    }
}
