using Warifu.Bank.History;
using Warifu.Pki.Certificates;
using Warifu.Pki.Chains;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Staff;

/// <summary>A member of the bank's staff, as the system administrator names him.</summary>
/// <param name="StaffId">職員番号, 1 to 20 letters and digits.</param>
/// <param name="MayRequest">May ask for acts on paper forms.</param>
/// <param name="MayApprove">May approve what a colleague asked for.</param>
public sealed record NewStaff(string StaffId, string Name, bool MayRequest, bool MayApprove);

/// <summary>
/// Enters a member of staff and his certificate in the bank's register: its chain is checked here, once. Again with another certificate: both
/// hold. Again with other roles: they change.
/// </summary>
internal sealed class StaffAdmission(Database database)
{
    public static readonly Refusal Unfit = new("staff-unfit", 422,
        new("職員番号は半角英数字 1〜20 文字、職員名は 1〜48 文字です。", "A staff ID has 1 to 20 letters and digits, a name 1 to 48 characters."),
        new("入力し直してください。", "Give them again."));

    public static readonly Refusal OfAnother = new("staff-certificate-of-another", 409,
        new("この証明書は別の職員のものとして登録されています。", "This certificate is registered as another member of staff's."),
        new("その職員のための証明書を発行してください。", "Have one issued for this member."));

    private const int LongestId = 20;
    private const int LongestName = 48;

    public async Task<Outcome<bool>> RunAsync(BankCode bank, NewStaff staff, Certificate leaf, Certificate issuing, Certificate root, CancellationToken cancel)
    {
        if (staff.StaffId.Length is 0 or > LongestId || !staff.StaffId.All(char.IsAsciiLetterOrDigit)
            || staff.Name.Trim().Length is 0 or > LongestName || staff.Name.Any(char.IsControl))
            return Unfit;
        var now = database.Time.GetUtcNow();
        if (ChainPolicy.Accept(leaf, issuing, root, Purpose.ClientAuthentication, now).Refusal is { } refusal)
            return refusal;
        return await database.InTenantAsync<Outcome<bool>>(bank.Value, async work =>
        {
            var holder = await work.SingleOrDefaultAsync<string>(
                "select staff_id from staff_certificate where bank_code = @Tenant and sha256 = @Sha256", new { work.Tenant, leaf.Sha256 });
            if (holder is not null && holder != staff.StaffId)
                return OfAnother;
            var roles = new[] { (staff.MayRequest, StaffRole.Request), (staff.MayApprove, StaffRole.Approve) }
                .Where(role => role.Item1).Select(role => StaffSession.NameOf(role.Item2)).ToArray();
            var changed = await work.ExecuteAsync("""
                insert into staff_person (bank_code, staff_id, name, roles, made_at) values (@Tenant, @StaffId, @Name, @roles, @now)
                on conflict (bank_code, staff_id) do update set name = excluded.name, roles = excluded.roles, standing = 'active'
                where (staff_person.name, staff_person.roles, staff_person.standing) is distinct from (excluded.name, excluded.roles, 'active')
                """, new { work.Tenant, staff.StaffId, Name = staff.Name.Trim(), roles, now });
            changed += await work.ExecuteAsync("""
                insert into staff_certificate (bank_code, sha256, serial, staff_id, not_before, not_after, der, entered_at)
                values (@Tenant, @Sha256, @serial, @StaffId, @NotBefore, @NotAfter, @der, @now) on conflict do nothing
                """, new { work.Tenant, leaf.Sha256, serial = $"{leaf.Serial}", staff.StaffId, leaf.NotBefore, leaf.NotAfter, der = leaf.Der.ToArray(), now });
            if (changed > 0)
                await new HistoryEntry(null, HistoryEntry.Staff, null).WriteAsync(work, Act.StaffAdmitted, $"{staff.StaffId} {string.Join(',', roles)} {leaf.Serial}", now);
            return changed > 0;
        }, cancel);
    }

    /// <summary>He and his certificates are refused from the next request on; what he did stays.</summary>
    /// <returns>False when there was no such member.</returns>
    public Task<bool> WithdrawAsync(BankCode bank, string staffId, CancellationToken cancel) => database.InTenantAsync(bank.Value, async work =>
    {
        var gone = await work.ExecuteAsync(
            "update staff_person set standing = 'gone' where bank_code = @Tenant and staff_id = @staffId and standing = 'active'", new { work.Tenant, staffId });
        await work.ExecuteAsync("update staff_certificate set state = 'withdrawn' where bank_code = @Tenant and staff_id = @staffId", new { work.Tenant, staffId });
        if (gone == 1)
            await new HistoryEntry(null, HistoryEntry.Staff, null).WriteAsync(work, Act.StaffGone, staffId, database.Time.GetUtcNow());
        return gone == 1;
    }, cancel);
}
