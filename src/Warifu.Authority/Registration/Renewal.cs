using Warifu.Authority.Authorities;
using Warifu.Authority.Issuance;
using Warifu.Pki.Certificates;
using Warifu.Pki.Names;
using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Authority.Registration;

/// <summary>What makes an issuance a renewal: the certificate it takes over from. Every query is under the owner's tenant.</summary>
internal sealed record Renewal(string OldSerial, RenewalOverlap Overlap)
{
    public static readonly Refusal OldNotStanding = new("renewal-of-ended-certificate", 409,
        new("元の証明書は失効、停止または期限切れのため、更新できません。", "The old certificate is revoked, suspended or expired, so it cannot be renewed."),
        new("停止中なら解除してから、それ以外は新規に発行を依頼してください。", "Lift a suspension first; otherwise ask for a new certificate."));

    public static readonly Refusal OtherHolder = new("renewal-of-another-holder", 422,
        new("元の証明書とは別の名義です。", "The old certificate belongs to another holder."),
        new("元の証明書と同じ名義で依頼してください。別の名義には新規に発行を依頼してください。",
            "Ask in the name of the old certificate's holder; for another holder ask for a new certificate."));

    private static readonly TimeSpan LastSecond = TimeSpan.FromSeconds(1);

    /// <summary>The order for a successor: everything but time and key is the old certificate's.</summary>
    public static async Task<Outcome<IssuanceOrder>> OrderAsync(
        Database database, BankCode bank, OpenAuthorities authorities, SerialNumber old, RenewRequest request, CancellationToken cancel)
    {
        if (authorities.OfCustomers(bank) is not { } authority)
            return IssuanceRefusals.NoAuthority;
        if (!Enum.IsDefined(request.Overlap))
            return IssuanceRefusals.Unsound;
        var row = await database.InTenantAsync(bank.Value, work => RegisterRow.FindAsync(work, old.Hex), cancel);
        // A server's or a bank's own certificate has no holder among the customers. Whoever holds one of an earlier authority renews under the newest.
        if (row is null || authorities.Find(row.AuthorityId)?.Bank != bank)
            return Revocation.RevocationRefusals.CertificateUnknown;
        var holder = Certificate.Read(row.Der).Value.Subject!;
        var organisation = holder.Organisation!["(0000)".Length..];
        var order = IssuanceOrder.OfCustomer(
            bank, authority, new IssueRequest(request.RequestKey, request.Csr, request.CommonName, organisation, request.ValidityDays));
        if (order.Refusal is not null)
            return order;
        return IsSameHolder(holder.CommonName!, request.CommonName)
            ? order.Value with { Renewal = new Renewal(old.Hex, request.Overlap) }
            : OtherHolder;
    }

    /// <summary>Looked at with the intents, under the locks that a revocation needs: none comes between.</summary>
    /// <returns>Those whose old certificate does not stand.</returns>
    public static async Task<IReadOnlyCollection<Applicant>> EndedAsync(Work work, IEnumerable<Applicant> members)
    {
        Applicant[] renewing = [.. members.Where(member => member.Order.Renewal is not null)];
        if (renewing.Length == 0)
            return [];
        var old = await RegisterRow.LockAsync(work, renewing.Select(member => member.Order.Renewal!.OldSerial));
        return [.. renewing.Where(member =>
            old[member.Order.Renewal!.OldSerial] is var row && (row.RevokedAt is not null || member.At >= row.NotAfter + LastSecond))];
    }

    public static async Task RecordAsync(Work work, IEnumerable<Applicant> members)
    {
        Applicant[] renewing = [.. members.Where(member => member.Order.Renewal is not null)];
        if (renewing.Length == 0)
            return;
        await work.ExecuteAsync("""
            insert into renewal (bank_code, request_key, old_serial, overlap)
            select @Tenant, * from unnest(@requestKeys, @serials, @overlaps)
            """,
            new
            {
                work.Tenant,
                requestKeys = renewing.Select(member => member.Order.RequestKey).ToArray(),
                serials = renewing.Select(member => member.Order.Renewal!.OldSerial).ToArray(),
                overlaps = renewing.Select(member => $"{member.Order.Renewal!.Overlap}").ToArray(),
            });
    }

    /// <returns>Null for a certificate that renewed none.</returns>
    public static async Task<Renewal?> OfAsync(Work work, string serial) => await work.SingleOrDefaultAsync<Row>("""
        select r.old_serial, r.overlap from renewal r join issuance i on i.bank_code = r.bank_code and i.request_key = r.request_key
        where r.bank_code = @Tenant and i.serial = @serial
        """, new { work.Tenant, serial }) is { } row ? new Renewal(row.OldSerial, Enum.Parse<RenewalOverlap>(row.Overlap)) : null;

    /// <summary>In the program style login ID and place in the contract name the holder, in the browser style the whole name.</summary>
    private static bool IsSameHolder(string before, string after) =>
        (ProgramCommonName.Parse(before), ProgramCommonName.Parse(after)) switch
        {
            ({ } old, { } next) => (old.LoginId, old.UserSequence) == (next.LoginId, next.UserSequence),
            (null, null) => before == after,
            _ => false,
        };

    private sealed record Row(string OldSerial, string Overlap);
}
