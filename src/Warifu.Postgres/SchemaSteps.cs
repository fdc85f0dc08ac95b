using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;
using Warifu.Postgres.Cluster;
using Warifu.Wire;

namespace Warifu.Postgres;

/// <summary>
/// Numbered SQL files, <c>Schema/001_what_it_makes.sql</c>, each applied once, in order, in a transaction of its own, by
/// the owner role under an advisory lock, so that several nodes may start at once. The steps of this assembly come first.
/// In a step <c>{runtime}</c> stands for the runtime role's name.
/// </summary>
public static class SchemaSteps
{
    // Any constant number; all nodes of a party use the same.
    private const long LockNumber = 0x57_41_52_49_46_55;

    public static readonly Refusal StepChanged = new("schema-step-changed", 503,
        new("適用済みのスキーマ手順が書き換えられています。", "A schema step that was already applied has been changed."),
        new("適用済みの手順は変えずに、新しい番号の手順を足してください。開発用なら ./dev reset。",
            "Leave applied steps alone and add a step with a new number. In development: ./dev reset."));

    /// <summary>Applies what is missing.</summary>
    /// <param name="ownerConnectionString">Of the owner role.</param>
    /// <returns>How many steps were applied.</returns>
    /// <exception cref="RefusedException">An applied step was changed.</exception>
    public static async Task<int> ApplyAsync(
        PartyDatabase database, string ownerConnectionString, TimeProvider time, CancellationToken cancel = default)
    {
        await using var connection = new NpgsqlConnection(ownerConnectionString + ";Pooling=false");
        await connection.OpenAsync(cancel);
        await connection.ExecuteAsync("select pg_advisory_lock(@LockNumber)", new { LockNumber });
        await connection.ExecuteAsync("""
            create table if not exists schema_step (
              source text not null, number int not null, name text not null, sha256 text not null, applied_at timestamptz not null,
              primary key (source, number))
            """);
        var applied = (await connection.QueryAsync<(string Source, int Number, string Sha256)>(
            "select source, number, sha256 from schema_step")).ToDictionary(step => (step.Source, step.Number), step => step.Sha256);
        var count = 0;
        foreach (var step in StepsOf(typeof(SchemaSteps).Assembly).Concat(StepsOf(database.Steps)))
        {
            if (applied.TryGetValue((step.Source, step.Number), out var sha256))
            {
                if (sha256 != step.Sha256)
                    throw new RefusedException(StepChanged with { Detail = new(step.Name, step.Name) });
                continue;
            }
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await connection.ExecuteAsync(step.Sql.Replace("{runtime}", database.RuntimeRole, StringComparison.Ordinal), transaction: transaction);
            await connection.ExecuteAsync(
                "insert into schema_step values (@Source, @Number, @Name, @Sha256, @at)",
                new { step.Source, step.Number, step.Name, step.Sha256, at = time.GetUtcNow() }, transaction);
            await transaction.CommitAsync(cancel);
            count++;
        }
        return count;
    }

    private static IEnumerable<Step> StepsOf(Assembly assembly) =>
        assembly.GetManifestResourceNames()
            .Where(name => name.Contains(".Schema.", StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => Step.Read(assembly, name))
            .OrderBy(step => step.Number);

    private sealed record Step(string Source, int Number, string Name, string Sql, string Sha256)
    {
        public static Step Read(Assembly assembly, string resource)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var sql = reader.ReadToEnd();
            var name = resource[(resource.IndexOf(".Schema.", StringComparison.Ordinal) + ".Schema.".Length)..^".sql".Length];
            var number = int.Parse(name.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture);
            return new(assembly.GetName().Name!, number, name, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
        }
    }
}
