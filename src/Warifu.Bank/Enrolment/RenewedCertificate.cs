using Warifu.Bank.Enrolment.Unattended;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Pki.Names;
using Warifu.Postgres;
using Warifu.Web.Languages;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Bank.Enrolment;

/// <summary>The certificate from which a renewal takes over, as the register has it.</summary>
internal sealed record RenewedCertificate(byte[] Sha256, string Serial, string CommonName, string State, DateTimeOffset NotBefore, DateTimeOffset NotAfter, byte[] Der)
{
    /// <summary>Nobody gave a password: its user, or the bank, must have allowed that before.</summary>
    public bool Unattended { get; init; }

    /// <summary>A colleague has approved a new PC: at any time, and the old one ends with the first use of the new.</summary>
    public bool IsForNewPc { get; init; }

    /// <summary>Locked until the unit of work ends: a revocation comes before it or after, never between.</summary>
    public static async Task<RenewedCertificate> LockAsync(Work work, byte[] sha256)
    {
        await work.ExecuteAsync("select 1 from certificate where bank_code = @Tenant and sha256 = @sha256 for update", new { work.Tenant, sha256 });
        return await FindAsync(work, sha256);
    }

    public static Task<RenewedCertificate> FindAsync(Work work, byte[] sha256) => work.SingleAsync<RenewedCertificate>(
        "select sha256, serial, common_name, state, not_before, not_after, der from certificate where bank_code = @Tenant and sha256 = @sha256", new { work.Tenant, sha256 });

    /// <summary>Null when a successor may be had: certificate and user stand, the window is open, and no successor stands yet.</summary>
    public async Task<Refusal?> ForbidsAsync(Work work, BankProfile profile, EnrollingUser user, DateTimeOffset now)
    {
        if (CertificateHolder.Judge(State, NotAfter, user.Standing, now) is { } notStanding)
            return notStanding;
        var opens = NotAfter - profile.Certificate.RenewalWindow;
        if (now < opens && !IsForNewPc)
            return RenewalRefusals.NotOpenYet with { Detail = new($"{JapanTime.DayOf(opens):yyyy-MM-dd} から更新できます。", $"It opens on {JapanTime.DayOf(opens):yyyy-MM-dd}.") };
        if (await HasSuccessorAsync(work, Sha256, now))
            return RenewalRefusals.AlreadyRenewed;
        return !Unattended || (await UnattendedRenewal.FindAsync(work, user.UserId))?.Covers(Sha256, profile) == true ? null : RenewalRefusals.NotUnattended;
    }

    public static Task<bool> HasSuccessorAsync(Work work, byte[] sha256, DateTimeOffset now) => work.SingleAsync<bool>("""
        select exists (select 1 from certificate where bank_code = @Tenant and renews_sha256 = @sha256 and state <> 'revoked' and not_after >= @now)
        """, new { work.Tenant, sha256, now });

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
