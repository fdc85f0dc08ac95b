using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>A customer company as the bank's paper names it: its users and accounts.</summary>
/// <param name="Id">契約者番号, ten digits.</param>
/// <param name="LatinName">The organisation in its certificates; 1 to 57 ASCII characters.</param>
/// <param name="KanaName">Half-width, as 全銀 files carry it; at most 40.</param>
public sealed record NewContract(
    string Id, string Name, string LatinName, string KanaName, IReadOnlyList<NewUser> Users, IReadOnlyList<NewAccount> Accounts)
{
    /// <summary>All users sign in by ID and password, none by certificate.</summary>
    public bool SignsInById { get; init; }

    /// <summary>Its accounts are for trying services out: those in trial may be linked to them, and no others.</summary>
    public bool Sandbox { get; init; }
}

/// <param name="LoginId">ログインID, 4 to 38 letters and digits.</param>
/// <param name="Kind">One of the profile's user kinds.</param>
/// <param name="Seq">Place within the contract: a capital letter and three digits.</param>
public sealed record NewUser(string LoginId, string Name, string Kind, string Seq)
{
    /// <summary>He takes his login ID himself, with what the bank sent on paper; until then <see cref="LoginId"/> is contract and place.</summary>
    public bool TakesLoginId { get; init; }

    /// <summary>Where the bank may write to him; null: not known.</summary>
    public string? Mail { get; init; }
}

public sealed record NewAccount(string Branch, string BranchName, string BranchKana, AccountKind Kind, string Number);

/// <param name="Login">ログインパスワード</param>
/// <param name="Confirmation">確認用パスワード</param>
public sealed record FirstPasswords(string Login, string Confirmation)
{
    /// <summary>電子証明書取得用パスワード, where the bank has them.</summary>
    public string? Acquisition { get; init; }

    /// <summary>The user chose the login password himself, at the system he comes from; a given one must be changed at the first sign-in.</summary>
    public bool AreOwn { get; init; }
}
