using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Web.Graphs;
using Warifu.Wire;

namespace Warifu.Bank.Certificates;

/// <summary>A user with the certificate that counts for him: the one that stands, else the latest.</summary>
internal sealed record HeldCertificate
{
    public required Guid UserId { get; init; }

    public required string ContractId { get; init; }

    public required string LoginId { get; init; }

    public required string UserName { get; init; }

    public required UserKind Kind { get; init; }

    /// <summary>利用停止中: a state of the user, shown beside that of his certificate.</summary>
    public required bool IsStopped { get; init; }

    public required CertificateState State { get; init; }

    /// <summary>Null while 未発行.</summary>
    public required SerialNumber? Serial { get; init; }

    public required DateTimeOffset? NotBefore { get; init; }

    public required DateTimeOffset? NotAfter { get; init; }

    /// <summary>Null while 未発行.</summary>
    public ValidityBar? Validity(DateTimeOffset now, TimeSpan renewalWindow) =>
        (NotBefore, NotAfter) is ({ } from, { } to) ? new(from, to, now, renewalWindow) : null;
}

internal static class HeldCertificates
{
    /// <summary>All users of a contract.</summary>
    public static Task<IReadOnlyList<HeldCertificate>> OfContractAsync(Work work, string contractId, BankProfile profile, DateTimeOffset now) =>
        QueryAsync(work, "u.contract_id = @contractId and u.standing <> 'deleted'", new { work.Tenant, now, contractId }, profile, now);

    /// <summary>One user; null when there is none.</summary>
    public static async Task<HeldCertificate?> OfUserAsync(Work work, Guid user, BankProfile profile, DateTimeOffset now) =>
        await QueryAsync(work, "u.user_id = @user", new { work.Tenant, now, user }, profile, now) is [var held] ? held : null;

    private static async Task<IReadOnlyList<HeldCertificate>> QueryAsync(
        Work work, string which, object with, BankProfile profile, DateTimeOffset now)
    {
        var rows = await work.QueryAsync<Row>($"""
            select u.user_id, u.contract_id, u.login_id, u.name, u.kind, u.standing, k.state, k.serial, k.not_before, k.not_after
            from customer_user u
            left join lateral (
              select state, serial, not_before, not_after from certificate c where c.bank_code = u.bank_code and c.user_id = u.user_id
              order by (c.state <> 'revoked' and c.not_after >= @now) desc, c.entered_at desc limit 1) k on true
            where u.bank_code = @Tenant and {which}
            order by u.login_id
            """, with);
        return [.. rows.Select(row => new HeldCertificate
        {
            UserId = row.UserId, ContractId = row.ContractId, LoginId = row.LoginId, UserName = row.Name, Kind = profile.Kind(row.Kind), IsStopped = row.Standing == "stopped",
            State = CertificateStates.Of(row.State, row.NotAfter, now, profile.Certificate.RenewalWindow),
            Serial = row.Serial is null ? null : new(row.Serial), NotBefore = row.NotBefore, NotAfter = row.NotAfter,
        })];
    }

    private sealed class Row
    {
        public required Guid UserId { get; init; }
        public required string ContractId { get; init; }
        public required string LoginId { get; init; }
        public required string Name { get; init; }
        public required string Kind { get; init; }
        public required string Standing { get; init; }
        public string? State { get; init; }
        public string? Serial { get; init; }
        public DateTimeOffset? NotBefore { get; init; }
        public DateTimeOffset? NotAfter { get; init; }
    }
}
