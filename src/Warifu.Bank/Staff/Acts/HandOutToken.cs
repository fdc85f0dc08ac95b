using Warifu.Wire;

namespace Warifu.Bank.Staff.Acts;

/// <summary>A USB token handed out (seed 004): whose certificate may be renewed onto one.</summary>
internal sealed class HandOutToken : StaffAct
{
    public override string Name => "hand-out-token";

    public override Phrase Words => new("USB トークンの交付", "Hand out a USB token");

    public override Phrase Meaning => new("USB トークンをこの利用者に渡したことを登録します。", "Records that this USB token was handed to the user.");

    public override StaffInput Input => StaffInput.TokenSerial;

    public override async Task<Refusal?> ForbidsAsync(StaffActing acting) =>
        await acting.FindAsync<int?>("select 1 from usb_token where bank_code = @Tenant and token_serial = @Detail") is null ? null : StaffRefusals.TokenTaken;

    public override async Task<StaffPaper?> RunAsync(StaffActing acting)
    {
        await acting.ExecuteAsync("insert into usb_token (bank_code, token_serial, user_id, handed_out_at) values (@Tenant, @Detail, @UserId, @Now)");
        return null;
    }
}
