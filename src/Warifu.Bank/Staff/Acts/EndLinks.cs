using Warifu.Bank.Consents.Links;
using Warifu.Bank.Profiles;
using Warifu.Wire;

namespace Warifu.Bank.Staff.Acts;

/// <summary>API連携の解除 for a user who asks on paper, because he cannot sign in: all that he gave to one service.</summary>
internal sealed class EndLinks(GrantEnding ending) : StaffAct
{
    public override string Name => "end-links";

    public override Phrase Words => new("API連携の解除", "Withdraw a link");

    public override Phrase Meaning => new("この利用者がこのサービスに許可した連携を解除します。承認と同時に、そのサービスはこの利用者の連携では照会できなくなります。",
        "Withdraws what this user allowed this service. From the approval on it reads nothing over this user's links.");

    public override StaffInput Input => StaffInput.ClientId;

    public override bool IsOffered(BankProfile profile) => profile.ApiLink is not null;

    public override async Task<Refusal?> ForbidsAsync(StaffActing acting) => (await StandingAsync(acting)).Count > 0 ? null : StaffRefusals.LinkNotThere;

    public override async Task<StaffPaper?> RunAsync(StaffActing acting)
    {
        foreach (var grant in await StandingAsync(acting))
            await ending.EndAsync(acting.Work, grant, GrantEnd.ByStaff, acting.Entry, acting.Now);
        return null;
    }

    private static Task<IReadOnlyList<Guid>> StandingAsync(StaffActing acting) => acting.Work.QueryAsync<Guid>("""
        select grant_id from api_grant
        where bank_code = @Tenant and user_id = @UserId and client_id = @Detail and ended_at is null and ends_at > @Now order by given_at
        """, new { acting.Work.Tenant, acting.Request.UserId, acting.Request.Detail, acting.Now });
}
