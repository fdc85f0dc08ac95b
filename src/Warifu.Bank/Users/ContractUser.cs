using Warifu.Bank.Profiles;
using Warifu.Postgres;

namespace Warifu.Bank.Users;

/// <summary>A user of a contract, as those see him who manage users.</summary>
internal sealed record ContractUser
{
    public required Guid UserId { get; init; }

    public required string LoginId { get; init; }

    /// <summary>Place within the contract.</summary>
    public required string Seq { get; init; }

    public required string Name { get; init; }

    public required UserKind Kind { get; init; }

    /// <summary>利用停止中</summary>
    public required bool IsStopped { get; init; }

    /// <summary>Taken from him of what his kind may do.</summary>
    public required IReadOnlyList<Right> Denied { get; init; }

    public required DateTimeOffset? SignedInAt { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public IReadOnlyList<Right> Rights => [.. Kind.Rights.Except(Denied)];

    public bool May(Right right) => Kind.May(right) && !Denied.Contains(right);

    /// <summary>All who have not been deleted, by login ID.</summary>
    public static async Task<IReadOnlyList<ContractUser>> OfAsync(Work work, string contractId, BankProfile profile)
    {
        var rows = await work.QueryAsync<Row>("""
            select user_id, login_id, user_seq, name, kind, standing, array_to_string(denied_rights, ',') as denied, signed_in_at, made_at
            from customer_user where bank_code = @Tenant and contract_id = @contractId and standing <> 'deleted' order by login_id
            """, new { work.Tenant, contractId });
        return [.. rows.Select(row => new ContractUser
        {
            UserId = row.UserId, LoginId = row.LoginId, Seq = row.UserSeq, Name = row.Name, Kind = profile.Kind(row.Kind),
            IsStopped = row.Standing == "stopped", Denied = RightWords.Read(row.Denied), SignedInAt = row.SignedInAt, MadeAt = row.MadeAt,
        })];
    }

    private sealed class Row
    {
        public required Guid UserId { get; init; }
        public required string LoginId { get; init; }
        public required string UserSeq { get; init; }
        public required string Name { get; init; }
        public required string Kind { get; init; }
        public required string Standing { get; init; }
        public required string Denied { get; init; }
        public DateTimeOffset? SignedInAt { get; init; }
        public required DateTimeOffset MadeAt { get; init; }
    }
}
