using System.Security.Cryptography;
using Warifu.Bank.Certificates;
using Warifu.Bank.Profiles;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Bank.Enrolment;

/// <summary>What the bank has decided to ask of the Authority, as the row says it.</summary>
internal sealed class EnrolmentIntent
{
    public required Guid RequestKey { get; init; }
    public required Guid UserId { get; init; }
    public required Guid AuthorityKey { get; init; }
    public required byte[] CsrSha256 { get; init; }
    public required byte[] Csr { get; init; }
    public required string CommonName { get; init; }
    public required string Organisation { get; init; }
    public required int ValidityDays { get; init; }

    /// <summary>The certificate it takes over from; null for a first one.</summary>
    public byte[]? RenewsSha256 { get; init; }

    /// <summary>Of the same; null together.</summary>
    public string? RenewsSerial { get; init; }

    /// <summary>What becomes of it, in the wire's word; null together.</summary>
    public string? Overlap { get; init; }

    public byte[]? CertificateSha256 { get; init; }
    public DateTimeOffset? GivenUpAt { get; init; }

    /// <summary>What the Authority is asked on the registration wire, and where.</summary>
    public (string Path, object Request) ToMessage() => RenewsSerial is { } old
        ? (RegistrationWire.Renewal(new(old)), new RenewRequest(AuthorityKey, Csr, CommonName, ValidityDays, Enum.Parse<RenewalOverlap>(Overlap!)))
        : (RegistrationWire.Certificates, new IssueRequest(AuthorityKey, Csr, CommonName, Organisation, ValidityDays));

    public static Task<EnrolmentIntent?> FindAsync(Work work, Guid requestKey) => work.SingleOrDefaultAsync<EnrolmentIntent>(
        "select * from enrolment where bank_code = @Tenant and request_key = @requestKey", new { work.Tenant, requestKey });

    /// <summary>
    /// The intent of this request: as it stands from an earlier call, or new. Only one is open per user: a new one takes
    /// the place of another that was never finished, which is then settled with the Authority.
    /// </summary>
    /// <param name="renews">The certificate it takes over from; null for a first one, which only a user without a certificate gets.</param>
    public static async Task<Outcome<EnrolmentIntent>> TakeAsync(
        Work work, JobQueue jobs, BankProfile profile, EnrollingUser user, Guid requestKey, SigningRequest csr, DateTimeOffset now,
        RenewedCertificate? renews = null)
    {
        await user.LockAsync(work);
        if (await FindAsync(work, requestKey) is { } known)
            return known.UserId != user.UserId || !CryptographicOperations.FixedTimeEquals(known.CsrSha256, csr.Sha256) ? EnrolmentRefusals.KeyReused
                : known.GivenUpAt is not null ? EnrolmentRefusals.Replaced
                : known;
        if (await ForbidsAsync(work, profile, user, renews, now) is { } refusal)
            return refusal;
        if (await work.SingleOrDefaultAsync<int?>(
            "select 1 from certificate where bank_code = @Tenant and spki_sha256 = @spki", new { work.Tenant, spki = csr.Key.Sha256 }) is not null)
            return EnrolmentRefusals.KeyInUse;
        await GiveUpAllAsync(work, jobs, user.UserId, now);
        var intent = new EnrolmentIntent
        {
            RequestKey = requestKey,
            UserId = user.UserId,
            AuthorityKey = Guid.CreateVersion7(now),
            CsrSha256 = csr.Sha256,
            Csr = csr.Der.ToArray(),
            CommonName = await CommonNameAsync(work, profile.Certificate.CommonName, user, renews, now),
            Organisation = user.LatinName,
            ValidityDays = profile.Certificate.ValidityDays,
            RenewsSha256 = renews?.Sha256,
            RenewsSerial = renews?.Serial,
            Overlap = renews is null ? null : $"{(renews.IsForNewPc ? RenewalOverlap.ReplaceOnFirstUse : profile.Certificate.Overlap.OnTheWire())}",
        };
        await work.ExecuteAsync("""
            insert into enrolment (bank_code, request_key, user_id, authority_key, csr_sha256, csr, common_name, organisation, validity_days,
              renews_sha256, renews_serial, overlap, intended_at)
            values (@Tenant, @RequestKey, @UserId, @AuthorityKey, @CsrSha256, @Csr, @CommonName, @Organisation, @ValidityDays,
              @RenewsSha256, @RenewsSerial, @Overlap, @now)
            """, new
        {
            work.Tenant,
            intent.RequestKey,
            intent.UserId,
            intent.AuthorityKey,
            intent.CsrSha256,
            intent.Csr,
            intent.CommonName,
            intent.Organisation,
            intent.ValidityDays,
            intent.RenewsSha256,
            intent.RenewsSerial,
            intent.Overlap,
            now,
        });
        return intent;
    }

    /// <summary>Ends an intent that will not be fulfilled, unless it has been.</summary>
    public Task GiveUpAsync(Work work, DateTimeOffset now) => work.ExecuteAsync("""
        update enrolment set given_up_at = @now
        where bank_code = @Tenant and request_key = @RequestKey and certificate_sha256 is null and given_up_at is null
        """, new { work.Tenant, RequestKey, now });

    /// <summary>Ends what a user has open; what the Authority made of it is settled with it.</summary>
    public static async Task GiveUpAllAsync(Work work, JobQueue jobs, Guid user, DateTimeOffset now)
    {
        foreach (var left in await work.QueryAsync<Guid>("""
            update enrolment set given_up_at = @now
            where bank_code = @Tenant and user_id = @user and certificate_sha256 is null and given_up_at is null returning request_key
            """, new { work.Tenant, user, now }))
            await SettleEnrolment.AskAsync(work, jobs, left, now);
    }

    private static async Task<Refusal?> ForbidsAsync(
        Work work, BankProfile profile, EnrollingUser user, RenewedCertificate? renews, DateTimeOffset now) =>
        renews is not null ? await renews.ForbidsAsync(work, profile, user, now)
        : (await HeldCertificates.OfUserAsync(work, user.UserId, profile, now))!.State.Stands() ? user.StillValid(profile)
        : null;

    /// <summary>The profile's style for a first certificate; a successor keeps the style of the name before it.</summary>
    private static async Task<string> CommonNameAsync(
        Work work, CommonNameStyle style, EnrollingUser user, RenewedCertificate? renews, DateTimeOffset now)
    {
        var number = await work.SingleAsync<int>("select nextval('common_name_number')::int");
        return renews is not null ? renews.NextName(now, number) : style switch
        {
            CommonNameStyle.Program => $"{new ProgramCommonName(user.LoginId, user.UserSeq, now, number)}",
            CommonNameStyle.UserId => user.LoginId,
            _ => throw new ArgumentOutOfRangeException(nameof(style)),
        };
    }
}
