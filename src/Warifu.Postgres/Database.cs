using System.Data;
using System.Globalization;
using Dapper;
using Npgsql;

namespace Warifu.Postgres;

/// <summary>
/// A party's database under its runtime role. Every unit of work is a transaction, and names its tenant first: row-level
/// security shows nothing to work that did not. A session-level setting would leak through the pool, so there is none.
/// </summary>
public sealed class Database : IAsyncDisposable
{
    // Statements of one message are one transaction, so the name ends with them.
    private const string NamesTenant = "select set_config('warifu.tenant', @Tenant, true); ";

    private readonly NpgsqlDataSource source;

    static Database()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new InstantHandler());
        SqlMapper.AddTypeHandler(new DayHandler());
    }

    public Database(string connectionString, TimeProvider time)
    {
        source = NpgsqlDataSource.Create(connectionString);
        Time = time;
    }

    /// <summary>SQL never calls <c>now()</c>: time is a parameter, and this is where it comes from.</summary>
    public TimeProvider Time { get; }

    /// <summary>For COPY and LISTEN, which no unit of work can do.</summary>
    public NpgsqlDataSource Source => source;

    /// <summary>Runs a unit of work for one tenant and commits it; an exception rolls it back.</summary>
    /// <param name="tenant">Bank code or office id.</param>
    public async Task<T> InTenantAsync<T>(string tenant, Func<Work, Task<T>> act, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(tenant);
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var work = new Work(connection, transaction, tenant, cancel);
        await work.ExecuteAsync("select set_config('warifu.tenant', @tenant, true)", new { tenant });
        return await FinishAsync(work, transaction, act);
    }

    /// <inheritdoc cref="InTenantAsync{T}"/>
    public Task InTenantAsync(string tenant, Func<Work, Task> act, CancellationToken cancel = default) =>
        InTenantAsync(tenant, async work => { await act(work); return 0; }, cancel);

    /// <summary>Work that belongs to no tenant: the catalogue, jobs, and look-ups through named SECURITY DEFINER functions.</summary>
    public async Task<T> WithoutTenantAsync<T>(Func<Work, Task<T>> act, CancellationToken cancel = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        return await FinishAsync(new Work(connection, transaction, null, cancel), transaction, act);
    }

    /// <inheritdoc cref="WithoutTenantAsync{T}"/>
    public Task WithoutTenantAsync(Func<Work, Task> act, CancellationToken cancel = default) =>
        WithoutTenantAsync(async work => { await act(work); return 0; }, cancel);

    /// <summary>One statement, without a transaction of its own: the read of session, register and user on each request.</summary>
    public async Task<T?> ReadAsync<T>(string sql, object arguments, CancellationToken cancel = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<T>(new CommandDefinition(sql, arguments, cancellationToken: cancel));
    }

    /// <summary>The rows of one statement of a tenant, which goes over with the tenant's name in one message.</summary>
    /// <param name="arguments">With a member <c>Tenant</c>.</param>
    public async Task<IReadOnlyList<T>> ReadInTenantAsync<T>(string sql, object arguments, CancellationToken cancel = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var read = await connection.QueryMultipleAsync(new CommandDefinition(NamesTenant + sql, arguments, cancellationToken: cancel));
        await read.ReadAsync<string>();
        return (await read.ReadAsync<T>()).AsList();
    }

    /// <summary>The same with two things in each row.</summary>
    /// <param name="splitOn">The second's first column.</param>
    public async Task<IReadOnlyList<T>> ReadInTenantAsync<TFirst, TSecond, T>(
        string sql, object arguments, Func<TFirst, TSecond, T> map, string splitOn, CancellationToken cancel = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var read = await connection.QueryMultipleAsync(new CommandDefinition(NamesTenant + sql, arguments, cancellationToken: cancel));
        await read.ReadAsync<string>();
        return read.Read(map, splitOn).AsList();
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private static async Task<T> FinishAsync<T>(Work work, NpgsqlTransaction transaction, Func<Work, Task<T>> act)
    {
        var result = await act(work);
        if (work.IsAbandoned)
            return result;
        await transaction.CommitAsync(work.Cancel);
        work.Committed();
        return result;
    }

    private sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) => value switch
        {
            DateTime utc => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc)),
            DateTimeOffset instant => instant,
            _ => throw new DataException($"Not a point in time: {value.GetType()}"),
        };

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.ToUniversalTime();
    }

    private sealed class DayHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override DateOnly Parse(object value) => value switch
        {
            DateOnly day => day,
            DateTime moment => DateOnly.FromDateTime(moment),
            string text => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => throw new DataException($"Not a day: {value.GetType()}"),
        };

        public override void SetValue(IDbDataParameter parameter, DateOnly value)
        {
            ((NpgsqlParameter)parameter).NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Date;
            parameter.Value = value;
        }
    }
}
