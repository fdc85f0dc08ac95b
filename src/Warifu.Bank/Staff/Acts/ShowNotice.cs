using Warifu.Wire;

namespace Warifu.Bank.Staff.Acts;

/// <summary>お知らせ on home pages, for thirty days.</summary>
internal abstract class ShowingNotice : StaffAct
{
    private static readonly TimeSpan Shown = TimeSpan.FromDays(30);

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

/// <summary>To every customer.</summary>
internal sealed class ShowNotice : ShowingNotice
{
    public override string Name => "show-notice";

    public override Phrase Words => new("お知らせの掲載", "Show a notice");

    public override Phrase Meaning => new("すべてのお客様のホームに、承認から 30 日間表示します。", "Shown on the home page of every customer for 30 days from its approval.");

    public override StaffTarget Target => StaffTarget.Bank;
}

/// <summary>To the users of one contract.</summary>
internal sealed class TellCustomer : ShowingNotice
{
    public override string Name => "tell-customer";

    public override Phrase Words => new("このお客様へのお知らせ", "Tell this customer");

    public override Phrase Meaning => new("この契約の利用者のホームに、承認から 30 日間表示します。", "Shown on the home page of this contract's users for 30 days from its approval.");

    public override StaffTarget Target => StaffTarget.Contract;
}
