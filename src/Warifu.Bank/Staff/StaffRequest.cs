using Warifu.Postgres;

namespace Warifu.Bank.Staff;

/// <summary>What one member of staff asked for on a paper form, as its row says it.</summary>
internal sealed class StaffRequest
{
    private const string Select = """
        select r.*, u.login_id, q.name as requester_name, d.name as decider_name
        from staff_request r
        left join customer_user u on u.bank_code = r.bank_code and u.user_id = r.user_id
        join staff_person q on q.bank_code = r.bank_code and q.staff_id = r.requested_by
        left join staff_person d on d.bank_code = r.bank_code and d.staff_id = r.decided_by
        where r.bank_code = @Tenant
        """;

    public required Guid RequestId { get; init; }

    /// <summary>Name of the <see cref="StaffAct"/>.</summary>
    public required string Act { get; init; }

    public string? ContractId { get; init; }

    public Guid? UserId { get; init; }

    /// <summary>Of that user.</summary>
    public string? LoginId { get; init; }

    public string? AccountKey { get; init; }

    /// <summary>Reference of the paper form.</summary>
    public required string Paper { get; init; }

    /// <summary>What the act needs beside: a token's serial, a notice's text. Never a secret.</summary>
    public string? Detail { get; init; }

    /// <summary>A notice's text in English.</summary>
    public string? DetailEn { get; init; }

    public byte[]? PinHash { get; init; }

    /// <summary>How often approvers typed another PIN.</summary>
    public int PinFailures { get; init; }

    public required string RequestedBy { get; init; }

    public string RequesterName { get; init; } = "";

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>open, approved, rejected or withdrawn.</summary>
    public required string State { get; init; }

    public string? DecidedBy { get; init; }

    public string? DeciderName { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public bool IsOpen => State == "open";

    /// <summary>For the history: what to whom on which form.</summary>
    public string InShort => string.Join(' ', new[] { Act, LoginId ?? AccountKey ?? ContractId, Paper }.OfType<string>());

    public static Task<StaffRequest?> FindAsync(Work work, Guid id) =>
        work.SingleOrDefaultAsync<StaffRequest>($"{Select} and r.request_id = @id", new { work.Tenant, id });

    /// <summary>Held until the unit of work ends: of two decisions at once the second sees the first.</summary>
    public static async Task<StaffRequest?> HoldAsync(Work work, Guid id)
    {
        await work.ExecuteAsync("select 1 from staff_request where bank_code = @Tenant and request_id = @id for update", new { work.Tenant, id });
        return await FindAsync(work, id);
    }

    /// <summary>Those that wait, the oldest first.</summary>
    public static Task<IReadOnlyList<StaffRequest>> OpenAsync(Work work) =>
        work.QueryAsync<StaffRequest>($"{Select} and r.state = 'open' order by r.requested_at", new { work.Tenant });

    /// <summary>Those decided lately, the latest first; of one contract or of all.</summary>
    public static Task<IReadOnlyList<StaffRequest>> DecidedAsync(Work work, string? contractId, int most) => work.QueryAsync<StaffRequest>(
        $"{Select} and r.state <> 'open' and (@contractId::text is null or r.contract_id = @contractId) order by r.decided_at desc limit @most",
        new { work.Tenant, contractId, most });

    public Task WriteAsync(Work work) => work.ExecuteAsync("""
        insert into staff_request (bank_code, request_id, act, contract_id, user_id, account_key, paper, detail, detail_en, pin_hash, requested_by, requested_at)
        values (@Tenant, @RequestId, @Act, @ContractId, @UserId, @AccountKey, @Paper, @Detail, @DetailEn, @PinHash, @RequestedBy, @RequestedAt)
        """, new
    {
        work.Tenant,
        RequestId,
        Act,
        ContractId,
        UserId,
        AccountKey,
        Paper,
        Detail,
        DetailEn,
        PinHash,
        RequestedBy,
        RequestedAt,
    });

    public static Task PinDiffersAsync(Work work, Guid id) => work.ExecuteAsync(
        "update staff_request set pin_failures = pin_failures + 1 where bank_code = @Tenant and request_id = @id", new { work.Tenant, id });

    public static Task CloseAsync(Work work, Guid id, string state, string by, DateTimeOffset now) => work.ExecuteAsync(
        "update staff_request set state = @state, decided_by = @by, decided_at = @now where bank_code = @Tenant and request_id = @id and state = 'open'",
        new { work.Tenant, id, state, by, now });
}
