using System.Text.Json.Serialization;

namespace Warifu.Wire;

/// <summary>Kind of an account (預金種目), numbered as in the 全銀 formats.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AccountKind>))]
public enum AccountKind
{
    /// <summary>普通預金</summary>
    Ordinary = 1,

    /// <summary>当座預金</summary>
    Current = 2,

    /// <summary>貯蓄預金</summary>
    Savings = 4,

    /// <summary>通知預金</summary>
    Notice = 5,

    /// <summary>定期預金</summary>
    FixedTerm = 6,

    /// <summary>積立定期預金</summary>
    Instalment = 7,
}

/// <summary>
/// A physical account: bank, branch, kind and number. It is the unit of truth for statements, never the link or the
/// user through which they arrive.
/// </summary>
public sealed record AccountKey
{
    /// <exception cref="FormatException">A branch that is not three digits, an unknown kind, or a number that is not 1 to 10 digits.</exception>
    public AccountKey(BankCode bank, string branch, AccountKind kind, string number)
    {
        if (branch is not { Length: 3 } || !branch.All(char.IsAsciiDigit))
            throw new FormatException("A branch code is exactly three digits.");
        if (!Enum.IsDefined(kind))
            throw new FormatException("The account kind is 1, 2, 4, 5, 6 or 7.");
        if (number is not { Length: >= 1 and <= 10 } || !number.All(char.IsAsciiDigit))
            throw new FormatException("An account number is one to ten digits.");
        (Bank, Branch, Kind) = (bank, branch, kind);
        // 01 files carry seven digits and 03 files ten: leading zeros never tell two accounts apart.
        Number = number.TrimStart('0').PadLeft(7, '0');
    }

    public BankCode Bank { get; }

    /// <summary>Three digits.</summary>
    public string Branch { get; }

    public AccountKind Kind { get; }

    /// <summary>Seven to ten digits, leading zeros only to fill seven.</summary>
    public string Number { get; }

    /// <summary>A stable form for storage, such as <c>9972-001-1-1234567</c>.</summary>
    public override string ToString() => $"{Bank}-{Branch}-{(int)Kind}-{Number}";

    /// <exception cref="FormatException">Not of the form <see cref="ToString"/> writes.</exception>
    public static AccountKey Parse(string text)
    {
        var parts = text.Split('-');
        if (parts.Length != 4 || parts[2].Length != 1 || !char.IsAsciiDigit(parts[2][0]))
            throw new FormatException("An account is written bank-branch-kind-number.");
        return new AccountKey(new BankCode(parts[0]), parts[1], (AccountKind)(parts[2][0] - '0'), parts[3]);
    }
}
