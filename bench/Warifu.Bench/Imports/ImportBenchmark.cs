using System.Diagnostics;
using Npgsql;
using Warifu.Bank;
using Warifu.Bank.Profiles;
using Warifu.Bank.Users;
using Warifu.Bench.Figures;
using Warifu.Bench.Starts;
using Warifu.Development;
using Warifu.Postgres;
using Warifu.Postgres.Cluster;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Bench.Imports;

/// <summary>
/// The import of a 全銀 03 file, read, checked, merged, proven and written, into a fresh database each time; beside a COPY of
/// the very rows that it wrote into a plain table of the same columns in the same cluster, which does nothing but write,
/// and into a table that also keeps the same primary and foreign key.
/// </summary>
internal static class ImportBenchmark
{
    private const int Lines = 10_000;
    private const int Days = 90;
    private const int Runs = 5;
    private const string Plain = "create table copied (like statement_line)";
    private const string Keyed = """
        create table copied (like statement_line, primary key (bank_code, account_key, booked_on, place),
          foreign key (bank_code, account_key) references account)
        """;

    public static async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        await SystemPackage.EnsureAsync([SystemPackage.Database], cancel);
        await using var place = new Place();
        await using var cluster = await PrivateCluster.StartAsync(place.Folder, [], TimeProvider.System, cancel);
        var profile = World.Value(ProfileFile.Read(await File.ReadAllTextAsync(Path.Combine(Checkout.Samples, "banks", "asagiri.yaml"), cancel)));
        var contract = World.Value(ContractFile.Read(await File.ReadAllTextAsync(Path.Combine(Checkout.Samples, "contracts", "minato.yaml"), cancel)));
        var account = new AccountKey(profile.Code, contract.Accounts[0].Branch, contract.Accounts[0].Kind, contract.Accounts[0].Number);
        var spread = GeneratedStatement.Write(account, Lines, Days);
        var oneDay = GeneratedStatement.Write(account, Lines, days: 1);
        var (again, crowded, keyed) = (new List<double>(), new List<double>(), new List<double>());
        var made = 0;

        var (ours, copy) = await Medians.InTurnAsync(Runs, ImportAsync, CopyBothAsync);
        for (var run = 0; run < Runs; run++)
        {
            made++;
            await using var bank = await BankAsync();
            crowded.Add(await TimedAsync(bank, oneDay, expected: Lines));
        }
        return
        [
            Figure.AtMost($"import of {Lines:N0} lines", ours, "ms", "raw COPY", copy, 5),
            Figure.Told($"import of {Lines:N0} lines", ours, "ms", "COPY under the same keys", Medians.Of(keyed)),
            Figure.Told("the same file again, nothing new", Medians.Of(again), "ms"),
            Figure.Told($"import of {Lines:N0} lines of one day", Medians.Of(crowded), "ms"),
        ];

        async Task<double> ImportAsync()
        {
            made++;
            await using var bank = await BankAsync();
            var taken = await TimedAsync(bank, spread, expected: Lines);
            again.Add(await TimedAsync(bank, spread, expected: 0));
            return taken;
        }

        async Task<double> CopyBothAsync()
        {
            keyed.Add(await CopyAsync(cluster, Fresh(), Keyed, cancel));
            return await CopyAsync(cluster, Fresh(), Plain, cancel);
        }

        PartyDatabase Fresh() => BankServer.Database with { Name = $"bank_{made}" };

        async Task<BankOperations> BankAsync()
        {
            await cluster.AddAsync([Fresh()], cancel);
            await SchemaSteps.ApplyAsync(Fresh(), cluster.ConnectionString(Fresh(), owner: true), TimeProvider.System, cancel);
            var bank = new BankOperations(cluster.ConnectionString(Fresh(), owner: false), [profile], TimeProvider.System);
            World.Value(await bank.MakeContractAsync(profile.Code, contract,
                contract.Users.ToDictionary(user => user.LoginId, _ => new FirstPasswords("harubaru1234", "natsuyasumi56")), cancel));
            return bank;
        }

        async Task<double> TimedAsync(BankOperations bank, byte[] file, int expected)
        {
            var began = Stopwatch.GetTimestamp();
            var imported = World.Value(await bank.ImportStatementAsync(profile.Code, file, cancel));
            var taken = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            return imported.Added == expected ? taken : throw new InvalidOperationException($"{imported.Added} lines were added, not {expected}.");
        }
    }

    /// <summary>The rows of the last import, prepared in memory: client and server do nothing but move octets.</summary>
    private static async Task<double> CopyAsync(PrivateCluster cluster, PartyDatabase database, string table, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString(database, owner: true));
        await using var connection = await source.OpenConnectionAsync(cancel);
        // The owner is under row-level security too.
        await RunAsync(connection, $"select set_config('warifu.tenant', '9972', false); drop table if exists copied; {table}", cancel);
        using var rows = new MemoryStream();
        await using (var from = await connection.BeginRawBinaryCopyAsync("copy (select * from statement_line) to stdout (format binary)", cancel))
            await from.CopyToAsync(rows, cancel);
        rows.Position = 0;
        var began = Stopwatch.GetTimestamp();
        await using (var to = await connection.BeginRawBinaryCopyAsync("copy copied from stdin (format binary)", cancel))
            await rows.CopyToAsync(to, cancel);
        var taken = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        await using var count = new NpgsqlCommand("select count(*) from copied", connection);
        return await count.ExecuteScalarAsync(cancel) is (long)Lines ? taken : throw new InvalidOperationException("Not all rows were copied.");
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
