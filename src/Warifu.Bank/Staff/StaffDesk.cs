using Microsoft.Extensions.Logging;
using Warifu.Bank.Certificates;
using Warifu.Bank.History;
using Warifu.Postgres;
using Warifu.Postgres.Secrets;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Bank.Staff;

/// <summary>What the form of a request posts.</summary>
/// <param name="Pin">照会用暗証番号, hashed before anything is kept.</param>
/// <param name="Detail">A token's serial, or a notice in Japanese.</param>
internal sealed record TypedRequest(string Act, string? ContractId, Guid? UserId, string? AccountKey, string Paper, string? Pin, string? Detail, string? DetailEn);

/// <summary>
/// Four eyes.
/// 1. One who may ask does, with the reference of the paper form. It is recorded; nothing else happens.
/// 2. Another who may approve decides. The request is held, so that of several decisions at once one counts; the act is done, recorded and the
///    request closed in the same unit of work. The database itself refuses a request decided by who made it.
/// </summary>
internal sealed partial class StaffDesk(Database database, Banks banks, ServerKey key, IEnumerable<StaffAct> acts, ILogger<StaffDesk> log)
{
    /// <summary>What filed PINs are hashed for.</summary>
    public const string PinUse = "inquiry-pin";

    private const int LongestPaper = 40;
    private const int PinTries = 3;

    private readonly Dictionary<string, StaffAct> acts = acts.ToDictionary(act => act.Name);

    /// <summary>Those that a bank does, in the order in which pages offer them.</summary>
    public IReadOnlyList<StaffAct> OfferedTo(string bank) => [.. acts.Values.Where(act => act.IsOffered(banks.Of(bank).Profile))];

    public StaffAct? Find(string bank, string name) => acts.TryGetValue(name, out var act) && act.IsOffered(banks.Of(bank).Profile) ? act : null;

    /// <summary>Detail of an entry of the history in the reader's language: what staff did is named there by its stable name.</summary>
    public string? InWords(RecordedAct entry, Translation translation) =>
        entry.Detail is { } detail && entry.Act is ("staff-requested" or "staff-approved" or "staff-pin-differed" or "staff-rejected" or "staff-withdrawn")
        && acts.TryGetValue(detail.Split(' ')[0], out var act)
            ? translation[act.Words] + detail[act.Name.Length..]
            : entry.Detail;

    /// <returns>The new request's key.</returns>
    public Task<Outcome<Guid>> AskAsync(StaffSession staff, TypedRequest typed, string? from, CancellationToken cancel) =>
        database.InTenantAsync<Outcome<Guid>>(staff.Bank, async work => // 1
        {
            if (!staff.Has(StaffRole.Request))
                return StaffRefusals.RoleMissing;
            if (Find(staff.Bank, typed.Act) is not { } act)
                return StaffRefusals.ActUnknown;
            if (typed.Paper.Trim().Length is < 1 or > LongestPaper || typed.Paper.Any(char.IsControl))
                return StaffRefusals.PaperNeeded;
            if (StaffInputs.Forbids(act.Input, typed) is { } unfit)
                return unfit;
            var now = database.Time.GetUtcNow();
            var request = Made(staff, typed, now);
            var acting = await ActingAsync(work, staff, act, request, from, now);
            if (acting.Refusal is { } notThere)
                return notThere;
            if (await act.ForbidsAsync(acting.Value) is { } forbidden)
                return forbidden;
            await request.WriteAsync(work);
            var written = (await StaffRequest.FindAsync(work, request.RequestId))!;
            await acting.Value.Entry.WriteAsync(work, Act.StaffRequested, written.InShort, now);
            Asked(log, staff.Bank, staff.StaffId, act.Name, request.RequestId);
            return request.RequestId;
        }, cancel);

    /// <param name="pin">Typed a second time from the paper, where a PIN is filed.</param>
    /// <returns>What is printed once; null when nothing is.</returns>
    public Task<Outcome<StaffPaper?>> ApproveAsync(StaffSession staff, Guid id, string? pin, string? from, CancellationToken cancel) =>
        DecideAsync<StaffPaper?>(staff, id, "approved", from, async (acting, act) => // 2
        {
            if (await PinForbidsAsync(acting, pin ?? "") is { } unlike)
                return unlike;
            if (await act.ForbidsAsync(acting) is { } forbidden)
                return forbidden;
            var paper = await act.RunAsync(acting);
            await acting.Entry.WriteAsync(acting.Work, Act.StaffApproved, acting.Request.InShort, acting.Now);
            return paper;
        }, cancel);

    public Task<Outcome<bool>> RejectAsync(StaffSession staff, Guid id, string? from, CancellationToken cancel) =>
        DecideAsync<bool>(staff, id, "rejected", from, async (acting, _) =>
        {
            await acting.Entry.WriteAsync(acting.Work, Act.StaffRejected, acting.Request.InShort, acting.Now);
            return true;
        }, cancel);

    /// <summary>By who made it, before anybody decided.</summary>
    public Task<Outcome<bool>> WithdrawAsync(StaffSession staff, Guid id, string? from, CancellationToken cancel) =>
        database.InTenantAsync<Outcome<bool>>(staff.Bank, async work =>
        {
            var request = await StaffRequest.HoldAsync(work, id);
            if (request is null)
                return StaffRefusals.RequestNotThere;
            if (!request.IsOpen)
                return StaffRefusals.Decided;
            if (request.RequestedBy != staff.StaffId)
                return StaffRefusals.NotRequester;
            var now = database.Time.GetUtcNow();
            await StaffRequest.CloseAsync(work, id, "withdrawn", staff.StaffId, now);
            await staff.Entry(request.ContractId, from).WriteAsync(work, Act.StaffWithdrawn, request.InShort, now);
            return true;
        }, cancel);

    private Task<Outcome<T>> DecideAsync<T>(
        StaffSession staff, Guid id, string state, string? from, Func<StaffActing, StaffAct, Task<Outcome<T>>> decide, CancellationToken cancel) =>
        database.InTenantAsync<Outcome<T>>(staff.Bank, async work =>
        {
            var request = await StaffRequest.HoldAsync(work, id);
            if (request is null)
                return StaffRefusals.RequestNotThere;
            if (!request.IsOpen)
                return StaffRefusals.Decided;
            if (!staff.Has(StaffRole.Approve))
                return StaffRefusals.RoleMissing;
            if (request.RequestedBy == staff.StaffId)
                return StaffRefusals.OwnRequest;
            if (!acts.TryGetValue(request.Act, out var act))
                return StaffRefusals.ActUnknown;
            var now = database.Time.GetUtcNow();
            var acting = await ActingAsync(work, staff, act, request, from, now);
            if (acting.Refusal is { } gone)
                return gone;
            var done = await decide(acting.Value, act);
            if (done.Refusal is not null)
                return done;
            await StaffRequest.CloseAsync(work, id, state, staff.StaffId, now);
            Decided(log, staff.Bank, staff.StaffId, state, id);
            return done;
        }, cancel);

    /// <summary>The request is held, so that of approvers who guess at once each counts.</summary>
    private async Task<Refusal?> PinForbidsAsync(StaffActing acting, string pin)
    {
        if (acting.Request is not { PinHash: { } filed } request)
            return null;
        if (request.PinFailures >= PinTries)
            return StaffRefusals.PinExhausted;
        if (filed.AsSpan().SequenceEqual(HashOf(acting.Work.Tenant!, request.AccountKey!, pin)))
            return null;
        await StaffRequest.PinDiffersAsync(acting.Work, request.RequestId);
        await acting.Entry.WriteAsync(acting.Work, Act.StaffPinDiffered, request.InShort, acting.Now);
        return StaffRefusals.PinDiffers;
    }

    /// <summary>The target is there and belongs together; the contract is held, as with acts of its own users.</summary>
    private async Task<Outcome<StaffActing>> ActingAsync(Work work, StaffSession staff, StaffAct act, StaffRequest request, string? from, DateTimeOffset now)
    {
        var profile = banks.Of(staff.Bank).Profile;
        if (act.Target != StaffTarget.Bank || request.ContractId is not null)
            if (await work.SingleOrDefaultAsync<int?>(
                "select 1 from contract where bank_code = @Tenant and contract_id = @ContractId for update", new { work.Tenant, request.ContractId }) is null)
                return StaffRefusals.TargetNotThere;
        HeldCertificate? user = null;
        if (act.Target == StaffTarget.User)
        {
            user = request.UserId is { } id ? (await HeldCertificates.OfContractAsync(work, request.ContractId!, profile, now)).SingleOrDefault(held => held.UserId == id) : null;
            if (user is null)
                return StaffRefusals.TargetNotThere;
        }
        if (act.Target == StaffTarget.Account && await work.SingleOrDefaultAsync<int?>(
            "select 1 from account where bank_code = @Tenant and account_key = @AccountKey and contract_id = @ContractId",
            new { work.Tenant, request.AccountKey, request.ContractId }) is null)
            return StaffRefusals.TargetNotThere;
        return new StaffActing(work, profile, request, user, staff.Entry(request.ContractId, from), now);
    }

    private StaffRequest Made(StaffSession staff, TypedRequest typed, DateTimeOffset now) => new()
    {
        RequestId = Guid.CreateVersion7(now),
        Act = typed.Act,
        ContractId = typed.ContractId,
        UserId = typed.UserId,
        AccountKey = typed.AccountKey,
        Paper = typed.Paper.Trim(),
        Detail = typed.Detail?.Trim(),
        DetailEn = typed.DetailEn?.Trim(),
        PinHash = typed.Pin is { } pin && typed.AccountKey is { } account ? HashOf(staff.Bank, account, pin) : null,
        RequestedBy = staff.StaffId,
        RequestedAt = now,
        State = "open",
    };

    private byte[] HashOf(string bank, string account, string pin) => key.Hash(PinUse, bank, account, pin);

    [LoggerMessage(2501, LogLevel.Information, "Staff {Staff} of bank {Bank} asked for {Act}: {Request}.")]
    private static partial void Asked(ILogger log, string bank, string staff, string act, Guid request);

    [LoggerMessage(2502, LogLevel.Information, "Staff {Staff} of bank {Bank} decided request {Request}: {State}.")]
    private static partial void Decided(ILogger log, string bank, string staff, string state, Guid request);
}
