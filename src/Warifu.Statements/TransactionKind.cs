using Warifu.Wire;

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

/// <summary>How people name the kinds.</summary>
public static class TransactionKinds
{
    public static Phrase Words(TransactionKind kind) => kind switch
    {
        TransactionKind.Cash => new("現金", "Cash"),
        TransactionKind.Transfer => new("振込", "Transfer"),
        TransactionKind.OtherCheque => new("他店券入金", "Other bank's cheque"),
        TransactionKind.Exchange => new("交換", "Clearing"),
        TransactionKind.TransferWithin => new("振替", "Transfer within the bank"),
        TransactionKind.Continued => new("継続", "Continued"),
        TransactionKind.Other => new("その他", "Other"),
        TransactionKind.Correction => new("訂正", "Correction"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
