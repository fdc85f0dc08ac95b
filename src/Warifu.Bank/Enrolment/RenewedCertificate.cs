using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Pki.Names;
using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Bank.Enrolment;

/// <summary>The certificate from which a renewal takes over, as the register has it.</summary>
internal sealed record RenewedCertificate(byte[] Sha256, string Serial, string CommonName, string State, DateTimeOffset NotAfter, byte[] Der)
{
    /// <summary>Locked until the unit of work ends: a revocation comes before it or after, never between.</summary>
    public static Task<RenewedCertificate> LockAsync(Work work, byte[] sha256) => work.SingleAsync<RenewedCertificate>("""
        select sha256, serial, common_name, state, not_after, der from certificate where bank_code = @Tenant and sha256 = @sha256 for update
        """, new { work.Tenant, sha256 });

    /// <summary>Null when a successor may be had: certificate and user stand, the window is open, and no successor stands yet.</summary>
    public async Task<Refusal?> ForbidsAsync(Work work, BankProfile profile, EnrollingUser user, DateTimeOffset now)
    {
        if (CertificateHolder.Judge(State, NotAfter, user.Standing, now) is { } notStanding)
            return notStanding;
        var opens = NotAfter - profile.Certificate.RenewalWindow;
        if (now < opens)
            return RenewalRefusals.NotOpenYet with { Detail = new($"{JapanTime.DayOf(opens):yyyy-MM-dd} から更新できます。", $"It opens on {JapanTime.DayOf(opens):yyyy-MM-dd}.") };
        return await work.SingleOrDefaultAsync<int?>("""
            select 1 from certificate where bank_code = @Tenant and renews_sha256 = @Sha256 and state <> 'revoked' and not_after >= @now limit 1
            """, new { work.Tenant, Sha256, now }) is null ? null : RenewalRefusals.AlreadyRenewed;
    }

    /// <summary>The program style carries the time of issue; in the browser style the name stays as it is.</summary>
    public string NextName(DateTimeOffset now, int number) =>
        ProgramCommonName.Parse(CommonName) is { } name ? $"{new ProgramCommonName(name.LoginId, name.UserSequence, now, number)}" : CommonName;
}

internal static class Overlaps
{
    public static RenewalOverlap OnTheWire(this Overlap overlap) => overlap switch
    {
        Overlap.ReplaceOnFirstUse => RenewalOverlap.ReplaceOnFirstUse,
        Overlap.UntilExpiry => RenewalOverlap.KeepUntilExpiry,
        _ => throw new ArgumentOutOfRangeException(nameof(overlap)),
    };
}
