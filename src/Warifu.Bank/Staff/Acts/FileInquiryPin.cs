using Warifu.Wire;

namespace Warifu.Bank.Staff.Acts;

/// <summary>照会用暗証番号 of an account as the customer filed it: typed by both from the paper, kept as a hash keyed with the server key.</summary>
internal sealed class FileInquiryPin : StaffAct
{
    public override string Name => "file-inquiry-pin";

    public override Phrase Words => new("照会用暗証番号の登録", "File an inquiry PIN");

    public override Phrase Meaning => new("届け出られた照会用暗証番号を口座に登録します。承認者も届出書を見て入力します。",
        "Files the account's inquiry PIN as the form has it. Who approves types it from the form too.");

    public override StaffTarget Target => StaffTarget.Account;

    public override StaffInput Input => StaffInput.Pin;

    public override async Task<StaffPaper?> RunAsync(StaffActing acting)
    {
        await acting.ExecuteAsync("""
            insert into inquiry_pin (bank_code, account_key, pin_hash, filed_at) values (@Tenant, @AccountKey, @PinHash, @Now)
            on conflict (bank_code, account_key) do update set pin_hash = excluded.pin_hash, filed_at = excluded.filed_at
            """, new { acting.Request.PinHash });
        // Wrong entries of the customer counted against the one before.
        await acting.ExecuteAsync("update inquiry_account set failures = 0 where bank_code = @Tenant and account_key = @AccountKey");
        return null;
    }
}
