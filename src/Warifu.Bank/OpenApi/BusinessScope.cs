using Warifu.Wire;

namespace Warifu.Bank.OpenApi;

/// <summary>What a service may be allowed to read (認可業務). Each is a type of authorization details (RFC 9396) and a path of the open API.</summary>
internal enum BusinessScope
{
    Accounts,
    Balances,
    Transactions,
    DepositArrivals,
}

internal static class BusinessScopes
{
    public static IReadOnlyList<BusinessScope> All { get; } = Enum.GetValues<BusinessScope>();

    /// <summary>Stable: on the wire, in rows and in registrations.</summary>
    public static string Name(this BusinessScope scope) => scope switch
    {
        BusinessScope.Accounts => "accounts",
        BusinessScope.Balances => "balances",
        BusinessScope.Transactions => "transactions",
        BusinessScope.DepositArrivals => "deposit-transactions",
        _ => throw new ArgumentOutOfRangeException(nameof(scope)),
    };

    public static Phrase Words(this BusinessScope scope) => scope switch
    {
        BusinessScope.Accounts => new("口座一覧の照会", "List of accounts"),
        BusinessScope.Balances => new("残高照会", "Balances"),
        BusinessScope.Transactions => new("入出金明細照会", "Statements"),
        BusinessScope.DepositArrivals => new("振込入金明細照会", "Transfers received"),
        _ => throw new ArgumentOutOfRangeException(nameof(scope)),
    };

    public static BusinessScope? Find(string name) => All.Cast<BusinessScope?>().FirstOrDefault(scope => scope!.Value.Name() == name);
}
