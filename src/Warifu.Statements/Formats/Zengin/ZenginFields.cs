using Warifu.Wire;

namespace Warifu.Statements.Formats.Zengin;

/// <summary>Columns of a record, counted from 1, both included, as the format's description counts them.</summary>
internal sealed record Field(int First, int Last, string Ja, string En)
{
    public int Length => Last - First + 1;

    public Phrase Name => new(Ja, En);
}

/// <summary>The layout of the 200-byte records of 全銀 03, for account kinds 1, 2 and 4.</summary>
internal static class ZenginFields
{
    public const int RecordLength = 200;

    public static readonly Field Whole = new(1, RecordLength, "レコード全体", "whole record");
    public static readonly Field RecordKind = new(1, 1, "データ区分", "record kind");

    internal static class Header
    {
        public static readonly Field Kind = new(2, 3, "種別コード", "file kind");
        public static readonly Field CodeKind = new(4, 4, "コード区分", "code kind");
        public static readonly Field Created = new(5, 10, "作成日", "date of creation");
        public static readonly Field From = new(11, 16, "勘定日(自)", "first day");
        public static readonly Field To = new(17, 22, "勘定日(至)", "last day");
        public static readonly Field Bank = new(23, 26, "銀行コード", "bank code");
        public static readonly Field BankName = new(27, 41, "銀行名", "bank name");
        public static readonly Field Branch = new(42, 44, "支店コード", "branch code");
        public static readonly Field BranchName = new(45, 59, "支店名", "branch name");
        public static readonly Field Dummy = new(60, 62, "ダミー", "filler");
        public static readonly Field AccountKind = new(63, 63, "預金種目", "account kind");
        public static readonly Field AccountNumber = new(64, 73, "口座番号", "account number");
        public static readonly Field AccountName = new(74, 113, "口座名", "account name");
        public static readonly Field Overdraft = new(114, 114, "貸越区分", "overdraft mark");
        public static readonly Field Passbook = new(115, 115, "通帳・証書区分", "passbook mark");
        public static readonly Field Opening = new(116, 129, "取引前残高", "balance before");
    }

    internal static class Data
    {
        public static readonly Field InquiryNumber = new(2, 9, "照会番号", "inquiry number");
        public static readonly Field BookingDate = new(10, 15, "勘定日", "booking date");
        public static readonly Field ValueDate = new(16, 21, "起算日", "value date");
        public static readonly Field InOut = new(22, 22, "入払区分", "in/out mark");
        public static readonly Field Kind = new(23, 24, "取引区分", "transaction kind");
        public static readonly Field Amount = new(25, 36, "取引金額", "amount");
        public static readonly Field OtherCheque = new(37, 48, "うち他店券金額", "amount in other banks' cheques");
        public static readonly Field ExchangedOn = new(49, 54, "交換呈示日", "exchange date");
        public static readonly Field DishonouredOn = new(55, 60, "不渡返還日", "dishonour date");
        public static readonly Field ChequeKind = new(61, 61, "手形・小切手区分", "bill or cheque kind");
        public static readonly Field ChequeNumber = new(62, 68, "手形・小切手番号", "bill or cheque number");
        public static readonly Field OwnBranch = new(69, 71, "僚店番号", "own branch");
        public static readonly Field PayerCode = new(72, 81, "振込依頼人コード", "payer code");
        public static readonly Field PayerName = new(82, 129, "振込依頼人名または契約者番号", "payer name or contract number");
        public static readonly Field RemittingBank = new(130, 144, "仕向銀行名", "remitting bank");
        public static readonly Field RemittingBranch = new(145, 159, "仕向店名", "remitting branch");
        public static readonly Field Description = new(160, 179, "摘要内容", "description");
        public static readonly Field Edi = new(180, 199, "EDI情報", "EDI text");
    }

    internal static class Trailer
    {
        public static readonly Field InCount = new(2, 7, "入金件数", "count of deposits");
        public static readonly Field InTotal = new(8, 20, "入金額合計", "total of deposits");
        public static readonly Field OutCount = new(21, 26, "出金件数", "count of withdrawals");
        public static readonly Field OutTotal = new(27, 39, "出金額合計", "total of withdrawals");
        public static readonly Field Overdraft = new(40, 40, "貸越区分", "overdraft mark");
        public static readonly Field Closing = new(41, 54, "取引後残高", "balance after");
        public static readonly Field DataCount = new(55, 61, "データ・レコード件数", "count of data records");
    }

    internal static class End
    {
        public static readonly Field RecordCount = new(2, 11, "レコード総件数", "count of records");
        public static readonly Field AccountCount = new(12, 16, "口座数", "count of accounts");
    }
}
