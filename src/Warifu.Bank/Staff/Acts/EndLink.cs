using Warifu.Bank.Consents.Links;
using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Staff.Acts;

/// <summary>API連携の解除 for a user who asks on paper, because he cannot sign in: one of his links, whatever else he allowed its service.</summary>
internal sealed class EndLink(GrantEnding ending) : StaffAct
{
    /// <summary>The link that a request is about; null for other acts, and where the contract has none of that name.</summary>
    public static async Task<GivenLink?> LinkAsync(Work work, StaffAct? act, string? contractId, string? detail, DateTimeOffset now) =>
        act is EndLink ? (await GivenLink.OfContractAsync(work, contractId, now)).FirstOrDefault(link => $"{link.GrantId}" == detail) : null;

    public override string Name => "end-links";

    public override Phrase Words => new("API連携の解除", "Withdraw a link");

    public override Phrase Meaning => new("この利用者が許可した下記の連携を解除します。承認と同時に、連携先サービスはこの連携では照会できなくなります。",
        "Withdraws the link below, which this user allowed. From the approval on its service reads nothing over it.");

    public override StaffInput Input => StaffInput.Link;

    public override bool IsOffered(BankProfile profile) => profile.ApiLink is not null;

    public override async Task<Refusal?> ForbidsAsync(StaffActing acting) => await acting.FindAsync<int?>("""
        select 1 from api_grant
        where bank_code = @Tenant and user_id = @UserId and grant_id::text = @Detail and ended_at is null and ends_at > @Now
        """) is null ? StaffRefusals.LinkNotThere : null;

    public override async Task<StaffPaper?> RunAsync(StaffActing acting)
    {
        await ending.EndAsync(acting.Work, Guid.Parse(acting.Request.Detail!), GrantEnd.ByStaff, acting.Entry, acting.Now);
        return null;
    }
}
