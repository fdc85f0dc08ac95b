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
    public byte[]? CertificateSha256 { get; init; }
    public DateTimeOffset? GivenUpAt { get; init; }

    public IssueRequest ToRequest() => new(AuthorityKey, Csr, CommonName, Organisation, ValidityDays);

    public static Task<EnrolmentIntent?> FindAsync(Work work, Guid requestKey) => work.SingleOrDefaultAsync<EnrolmentIntent>(
        "select * from enrolment where bank_code = @Tenant and request_key = @requestKey", new { work.Tenant, requestKey });

    /// <summary>
    /// The intent of this request: as it stands from an earlier call, or new. Only one is open per user: a new one takes
    /// the place of another that was never finished, which is then settled with the Authority.
    /// </summary>
    public static async Task<Outcome<EnrolmentIntent>> TakeAsync(
        Work work, JobQueue jobs, BankProfile profile, EnrollingUser user, Guid requestKey, SigningRequest csr, DateTimeOffset now)
    {
        await work.ExecuteAsync("select 1 from customer_user where bank_code = @Tenant and user_id = @UserId for update", new { work.Tenant, user.UserId });
        if (await FindAsync(work, requestKey) is { } known)
            return known.UserId != user.UserId || !CryptographicOperations.FixedTimeEquals(known.CsrSha256, csr.Sha256) ? EnrolmentRefusals.KeyReused
                : known.GivenUpAt is not null ? EnrolmentRefusals.Replaced
                : known;
        if ((await HeldCertificates.OfUserAsync(work, user.UserId, profile, now))!.State.Stands())
            return user.StillValid(profile);
        foreach (var left in await work.QueryAsync<Guid>("""
            update enrolment set given_up_at = @now
            where bank_code = @Tenant and user_id = @UserId and certificate_sha256 is null and given_up_at is null returning request_key
            """, new { work.Tenant, user.UserId, now }))
            await jobs.AskAsync(work, SettleEnrolment.JobKind, $"{work.Tenant}:{left}", $"{work.Tenant}:{left}", now);
        var intent = new EnrolmentIntent
        {
            RequestKey = requestKey,
            UserId = user.UserId,
            AuthorityKey = Guid.CreateVersion7(now),
            CsrSha256 = csr.Sha256,
            Csr = csr.Der.ToArray(),
            CommonName = await CommonNameAsync(work, profile.Certificate.CommonName, user, now),
            Organisation = user.LatinName,
            ValidityDays = profile.Certificate.ValidityDays,
        };
        await work.ExecuteAsync("""
            insert into enrolment (bank_code, request_key, user_id, authority_key, csr_sha256, csr, common_name, organisation, validity_days, intended_at)
            values (@Tenant, @RequestKey, @UserId, @AuthorityKey, @CsrSha256, @Csr, @CommonName, @Organisation, @ValidityDays, @now)
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
            now,
        });
        return intent;
    }

    private static async Task<string> CommonNameAsync(Work work, CommonNameStyle style, EnrollingUser user, DateTimeOffset now) => style switch
    {
        CommonNameStyle.Program => $"{new ProgramCommonName(
            user.LoginId, user.UserSeq, now, await work.SingleAsync<int>("select nextval('common_name_number')::int"))}",
        CommonNameStyle.UserId => user.LoginId,
        _ => throw new ArgumentOutOfRangeException(nameof(style)),
    };
}
