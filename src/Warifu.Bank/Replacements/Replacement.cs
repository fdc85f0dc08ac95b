using Warifu.Bank.Enrolment;
using Warifu.Postgres;
using Warifu.Postgres.Secrets;
using Warifu.Wire.Enrolment;

namespace Warifu.Bank.Replacements;

/// <summary>A request that a certificate on a new PC takes over from the one on the old, as the rows say it.</summary>
internal sealed record Replacement
{
    /// <summary>So long its code counts: somebody walks over, or telephones.</summary>
    public static readonly TimeSpan CodeLife = TimeSpan.FromHours(1);

    /// <summary>So long after the cooling-off the certificate may be had.</summary>
    private static readonly TimeSpan OpenFor = TimeSpan.FromDays(7);

    // Letters and digits that nobody takes for one another: five bits each.
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int HalfLength = 4;

    private const string Columns = """
        select r.request_key, r.user_id, u.login_id, u.name as user_name, u.contract_id, r.pc, r.from_address, r.asked_at, r.approved_at, a.login_id as approved_by,
          r.opens_at, r.stopped_at, e.certificate_sha256 is not null as is_done
        from replacement r
        join customer_user u on u.bank_code = r.bank_code and u.user_id = r.user_id
        left join customer_user a on a.bank_code = r.bank_code and a.user_id = r.approved_by
        left join enrolment e on e.bank_code = r.bank_code and e.request_key = r.request_key
        """;

    public required Guid RequestKey { get; init; }

    public required Guid UserId { get; init; }

    public required string LoginId { get; init; }

    public required string UserName { get; init; }

    public required string ContractId { get; init; }

    /// <summary>As its user calls it.</summary>
    public required string Pc { get; init; }

    public string? FromAddress { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset? ApprovedAt { get; init; }

    public string? ApprovedBy { get; init; }

    public DateTimeOffset? OpensAt { get; init; }

    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>The certificate was had.</summary>
    public required bool IsDone { get; init; }

    public DateTimeOffset CodeEnds => AskedAt + CodeLife;

    public DateTimeOffset? Ends => OpensAt + OpenFor;

    public static Task<Replacement?> FindAsync(Work work, Guid requestKey) => work.SingleOrDefaultAsync<Replacement>(
        $"{Columns} where r.bank_code = @Tenant and r.request_key = @requestKey", new { work.Tenant, requestKey });

    /// <summary>Of a company, those that are under way, the latest first.</summary>
    public static async Task<IReadOnlyList<Replacement>> OfContractAsync(Work work, string contractId, DateTimeOffset now) =>
        [.. (await work.QueryAsync<Replacement>(
            $"{Columns} where r.bank_code = @Tenant and u.contract_id = @contractId and r.stopped_at is null order by r.asked_at desc",
            new { work.Tenant, contractId })).Where(one => one.StateAt(now) is ReplacementState.Waiting or ReplacementState.Approved or ReplacementState.Open)];

    public ReplacementState StateAt(DateTimeOffset now) =>
        IsDone ? ReplacementState.Done
        : StoppedAt is not null ? ReplacementState.Stopped
        : OpensAt is not { } opens ? now < CodeEnds ? ReplacementState.Waiting : ReplacementState.Expired
        : now < opens ? ReplacementState.Approved
        : now < Ends ? ReplacementState.Open
        : ReplacementState.Expired;

    /// <summary>The code on the new PC's screen. It follows from the request key, and only the bank can tell it.</summary>
    public static string CodeOf(ServerKey key, string bank, Guid requestKey)
    {
        var letters = string.Concat(key.Hash("replacement-code", bank, $"{requestKey}", "").Take(2 * HalfLength).Select(octet => Alphabet[octet % Alphabet.Length]));
        return $"{letters[..HalfLength]}-{letters[HalfLength..]}";
    }

    public ReplacementStanding ToStanding(ServerKey key, string bank, DateTimeOffset now) =>
        new(StateAt(now), CodeOf(key, bank, RequestKey), CodeEnds, OpensAt, Ends);

    /// <summary>
    /// The certificate from which a request of this key takes over; null where it is nobody's new PC, or not now, or none stands any more and
    /// the user may have another as any other.
    /// </summary>
    public static async Task<RenewedCertificate?> TakesOverAsync(Work work, Guid user, Guid requestKey, DateTimeOffset now)
    {
        if (await FindAsync(work, requestKey) is not { } found || found.UserId != user || found.StateAt(now) != ReplacementState.Open)
            return null;
        var old = await StandingAsync(work, user, now);
        return old is null ? null : await RenewedCertificate.LockAsync(work, old) with { IsForNewPc = true };
    }

    /// <summary>The latest certificate of a user that stands; null when none does.</summary>
    public static Task<byte[]?> StandingAsync(Work work, Guid user, DateTimeOffset now) => work.SingleOrDefaultAsync<byte[]?>("""
        select sha256 from certificate where bank_code = @Tenant and user_id = @user and state <> 'revoked' and not_after > @now
        order by entered_at desc limit 1
        """, new { work.Tenant, user, now });
}
