using Warifu.Bank.Users;
using Warifu.Wire;

namespace Warifu.Bank.Staff.Acts;

/// <summary>The master is named by the bank's paper: another one, when the old one cannot hand over himself.</summary>
internal sealed class NameMaster : StaffAct
{
    public override string Name => "name-master";

    public override Phrase Words => new("マスターユーザの変更", "Name another master");

    public override Phrase Meaning => new("この利用者をマスターユーザにします。今のマスターユーザは管理者ユーザになります。",
        "Makes this user the master. The present master becomes an administrator.");

    public override bool IsOffered(Profiles.BankProfile profile) => profile.UserKinds.Any(kind => kind.OnePerContract) && MasterHandOver.Afterwards(profile) is not null;

    public override Task<Refusal?> ForbidsAsync(StaffActing acting) => Task.FromResult(
        acting.Holder.Kind.OnePerContract ? StaffRefusals.AlreadySo : acting.Holder.IsStopped ? UserRefusals.SuccessorStopped : null);

    public override async Task<StaffPaper?> RunAsync(StaffActing acting)
    {
        var master = acting.Profile.UserKinds.First(kind => kind.OnePerContract).Id;
        await acting.ExecuteAsync("""
            update customer_user set denied_rights = '{}', kind = case user_id when @UserId then @master else @afterwards end
            where bank_code = @Tenant and contract_id = @ContractId and (user_id = @UserId or kind = @master)
            """, new { master, afterwards = MasterHandOver.Afterwards(acting.Profile)!.Id });
        return null;
    }
}
