using System.CommandLine;
using Warifu.Bank;
using Warifu.Bank.Profiles;
using Warifu.Postgres.Cluster;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Operations;

/// <summary>Which bank is meant: by its profile and the database, or the one of a developer's world.</summary>
internal sealed class BankOptions
{
    private readonly Option<string?> world = OperatorOptions.World();
    private readonly Option<string?> connection = OperatorOptions.Of("--connection", "WARIFU_BANK_CONNECTION", "Database, as the runtime role.");
    private readonly Option<string?> profile = OperatorOptions.Of("--profile", "WARIFU_BANK_PROFILE", "Profile file of the bank.");

    public void AddTo(Command command)
    {
        command.Add(world);
        command.Add(connection);
        command.Add(profile);
    }

    /// <exception cref="RefusedException">Something is not given, or the profile does not hold.</exception>
    public (BankOperations Operations, BankProfile Bank) Open(ParseResult parsed)
    {
        var folder = OperatorOptions.FolderOf(parsed.GetValue(world));
        var file = folder is null ? OperatorOptions.Given(parsed, profile) : parsed.GetValue(profile) ?? Path.Combine(Checkout.Samples, "banks", "asagiri.yaml");
        if (!File.Exists(file))
            throw new RefusedException(OperationRefusals.FileMissing with { Detail = new(file, file) });
        var bank = World.Value(ProfileFile.Read(File.ReadAllText(file)));
        var database = folder is null ? OperatorOptions.Given(parsed, connection) : PrivateCluster.ConnectionStringOf(folder, BankServer.Database, owner: false);
        return (new BankOperations(database, [bank], TimeProvider.System), bank);
    }
}
