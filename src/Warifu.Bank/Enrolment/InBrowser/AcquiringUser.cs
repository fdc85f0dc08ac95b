using Warifu.Bank.Certificates;
using Warifu.Bank.Profiles;
using Warifu.Bank.Replacements;
using Warifu.Postgres;

namespace Warifu.Bank.Enrolment.InBrowser;

/// <summary>The user who asks for a certificate in his browser, before his passwords have been looked at.</summary>
/// <param name="AcquisitionPasswordHash">Null where the bank gave him none.</param>
/// <param name="IsOpen">A certificate may be had: none of his has been used and stands, or this request was taken before, or approved as that of a new PC.</param>
/// <param name="LoginPasswordSuffices">His certificate ended so lately that the profile asks for no more.</param>
internal sealed record AcquiringUser(EnrollingUser Known, string? AcquisitionPasswordHash, bool IsOpen, bool LoginPasswordSuffices)
{
    public static async Task<AcquiringUser?> FindAsync(Work work, BankProfile profile, AcquisitionAsked asked, DateTimeOffset now)
    {
        if (await EnrollingUser.FindAsync(work, asked.LoginId) is not { } known)
            return null;
        var hash = await work.SingleAsync<string?>(
            "select acquisition_password_hash from customer_user where bank_code = @Tenant and user_id = @UserId", new { work.Tenant, known.UserId });
        var held = (await HeldCertificates.OfUserAsync(work, known.UserId, profile, now))!;
        return new(
            known, hash,
            await UnusedCertificates.AreAllAsync(work, known.UserId, now) || (await EnrolmentIntent.FindAsync(work, asked.RequestKey))?.UserId == known.UserId
                || await Replacement.TakesOverAsync(work, known.UserId, asked.RequestKey, now) is not null,
            held.State == CertificateState.Expired && now < held.NotAfter + profile.Certificate.LoginPasswordSuffices);
    }
}
