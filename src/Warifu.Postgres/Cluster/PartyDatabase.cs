using System.Reflection;
using Dapper;
using Npgsql;

namespace Warifu.Postgres.Cluster;

/// <summary>
/// The database of one party, with its two roles: an owner for schema steps, and a runtime role that is neither
/// superuser nor owner nor exempt from row-level security.
/// </summary>
/// <param name="Name">Database name.</param>
/// <param name="RuntimeRole">Such as <c>warifu_bank</c>; the owner's is the same with <c>_owner</c>.</param>
/// <param name="Steps">Assembly that carries the party's schema steps.</param>
public sealed record PartyDatabase(string Name, string RuntimeRole, Assembly Steps)
{
    public string OwnerRole => RuntimeRole + "_owner";

    /// <summary>The database of a party under its usual names.</summary>
    public static PartyDatabase Of(string party, Assembly steps) => new($"warifu_{party}", $"warifu_{party}", steps);

    internal async Task MakeAsync(NpgsqlConnection superuser, CancellationToken cancel)
    {
        foreach (var role in (string[])[OwnerRole, RuntimeRole])
            if (!await ExistsAsync(superuser, "select 1 from pg_roles where rolname = @name", role, cancel))
                await RunAsync(superuser, $"create role {Quoted(role)} login nosuperuser nobypassrls nocreatedb nocreaterole", cancel);
        if (!await ExistsAsync(superuser, "select 1 from pg_database where datname = @name", Name, cancel))
            await RunAsync(superuser, $"create database {Quoted(Name)} owner {Quoted(OwnerRole)}", cancel);
        // A database cannot be made within a transaction, so an earlier run may have ended before its doors were set.
        var set = await superuser.ExecuteScalarAsync<bool>(new CommandDefinition("""
            select has_database_privilege(@RuntimeRole, @Name, 'connect') and not has_database_privilege('public', @Name, 'connect')
            """, new { RuntimeRole, Name }, cancellationToken: cancel));
        if (set)
            return;
        await RunAsync(superuser, $"revoke all on database {Quoted(Name)} from public", cancel);
        await RunAsync(superuser, $"grant connect on database {Quoted(Name)} to {Quoted(RuntimeRole)}", cancel);
    }

    private static string Quoted(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string sql, string name, CancellationToken cancel) =>
        await connection.ExecuteScalarAsync<int?>(new CommandDefinition(sql, new { name }, cancellationToken: cancel)) is not null;

    private static Task<int> RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancel) =>
        connection.ExecuteAsync(new CommandDefinition(sql, cancellationToken: cancel));
}
