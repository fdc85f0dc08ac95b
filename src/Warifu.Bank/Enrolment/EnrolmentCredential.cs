using Warifu.Postgres;

namespace Warifu.Bank.Enrolment;

/// <summary>
/// The one-time secret of a user, as the row says it. It is used by the intent that carries its request key, and so in the same unit
/// of work, bound to the signing request of that intent.
/// </summary>
internal sealed class EnrolmentCredential
{
    // As long as a client may come back for an answer it lost.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromHours(24);

    public required Guid RequestKey { get; init; }

    public required string SecretHash { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Null before its use.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    public static Task<EnrolmentCredential?> FindAsync(Work work, Guid user) => work.SingleOrDefaultAsync<EnrolmentCredential>("""
        select c.request_key, c.secret_hash, c.expires_at, e.intended_at as used_at
        from enrolment_credential c left join enrolment e on e.bank_code = c.bank_code and e.request_key = c.request_key
        where c.bank_code = @Tenant and c.user_id = @user
        """, new { work.Tenant, user });

    /// <summary>Before its end; or used so lately that the same request may fetch its answer again.</summary>
    public bool IsOpen(DateTimeOffset now) => now < (UsedAt is { } used ? used + AnswerTime : ExpiresAt);
}
