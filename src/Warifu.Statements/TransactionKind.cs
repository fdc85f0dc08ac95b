namespace Warifu.Statements;

/// <summary>取引区分, numbered as in the 全銀 formats.</summary>
public enum TransactionKind
{
    /// <summary>現金</summary>
    Cash = 10,

    /// <summary>振込</summary>
    Transfer = 11,

    /// <summary>他店券入金</summary>
    OtherCheque = 12,

    /// <summary>交換(取立入金および交換払)</summary>
    Exchange = 13,

    /// <summary>振替</summary>
    TransferWithin = 14,

    /// <summary>継続</summary>
    Continued = 15,

    /// <summary>その他</summary>
    Other = 18,

    /// <summary>訂正: takes back a line booked before, in the other direction.</summary>
    Correction = 19,
}
