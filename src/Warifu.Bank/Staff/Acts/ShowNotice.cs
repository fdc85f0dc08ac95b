using Warifu.Wire;

namespace Warifu.Bank.Staff.Acts;

/// <summary>お知らせ on the home pages of all customers, for thirty days.</summary>
internal sealed class ShowNotice : StaffAct
{
    private static readonly TimeSpan Shown = TimeSpan.FromDays(30);

    public override string Name => "show-notice";

    public override Phrase Words => new("お知らせの掲載", "Show a notice");

    public override Phrase Meaning => new("すべてのお客様のホームに、承認から 30 日間表示します。", "Shown on the home page of every customer for 30 days from its approval.");

    public override StaffTarget Target => StaffTarget.Bank;

    public override StaffInput Input => StaffInput.Notice;

    public override async Task<StaffPaper?> RunAsync(StaffActing acting)
    {
        await acting.ExecuteAsync("""
            insert into bank_notice (bank_code, notice_id, contract_id, text_ja, text_en, shown_from, shown_until)
            values (@Tenant, @RequestId, @ContractId, @Detail, @DetailEn, @Now, @until)
            """, new { acting.Request.RequestId, acting.Request.DetailEn, until = acting.Now + Shown });
        return null;
    }
}
