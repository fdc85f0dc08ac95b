using Dapper;
using Npgsql;

namespace Warifu.Postgres;

/// <summary>One unit of work: a transaction under a tenant, or under none. SQL through Dapper; columns in snake case meet members in Pascal case.</summary>
public sealed class Work
{
    private readonly List<Action> afterwards = [];

    internal Work(NpgsqlConnection connection, NpgsqlTransaction transaction, string? tenant, CancellationToken cancel) =>
        (Connection, Transaction, Tenant, Cancel) = (connection, transaction, tenant, cancel);

    public NpgsqlConnection Connection { get; }

    public NpgsqlTransaction Transaction { get; }

    /// <summary>Null in work without a tenant.</summary>
    public string? Tenant { get; }

    public CancellationToken Cancel { get; }

    internal bool IsAbandoned { get; private set; }

    public Task<int> ExecuteAsync(string sql, object? arguments = null) => Connection.ExecuteAsync(Command(sql, arguments));

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? arguments = null) =>
        (await Connection.QueryAsync<T>(Command(sql, arguments))).AsList();

    /// <returns>The only row, or null (the default) when there is none.</returns>
    public Task<T?> SingleOrDefaultAsync<T>(string sql, object? arguments = null) =>
        Connection.QuerySingleOrDefaultAsync<T>(Command(sql, arguments));

    /// <exception cref="InvalidOperationException">Not exactly one row.</exception>
    public Task<T> SingleAsync<T>(string sql, object? arguments = null) => Connection.QuerySingleAsync<T>(Command(sql, arguments));

    /// <summary>What is to be done once the work is committed, such as waking somebody.</summary>
    public void AfterCommit(Action act) => afterwards.Add(act);

    /// <summary>Ends the work without a trace, for a refusal found half-way.</summary>
    public async Task AbandonAsync()
    {
        IsAbandoned = true;
        await Transaction.RollbackAsync(Cancel);
    }

    internal void Committed() => afterwards.ForEach(act => act());

    private CommandDefinition Command(string sql, object? arguments) => new(sql, arguments, Transaction, cancellationToken: Cancel);
}
