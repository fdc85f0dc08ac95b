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
        var bank = Read(file);
        return (Of(parsed, folder, [bank]), bank);
    }

    /// <param name="files">Profiles of the banks; none: the one that <see cref="Open"/> takes, and of a world all of its banks.</param>
    /// <exception cref="RefusedException">Something is not given, or a profile does not hold.</exception>
    public (BankOperations Operations, IReadOnlyList<BankProfile> Banks) OpenAll(ParseResult parsed, IReadOnlyList<string> files)
    {
        var folder = OperatorOptions.FolderOf(parsed.GetValue(world));
        if (files.Count == 0 && folder is null)
            files = [OperatorOptions.Given(parsed, profile)];
        IReadOnlyList<BankProfile> banks = files.Count == 0 ? [.. SampleBank.All().Select(bank => bank.Profile)] : [.. files.Select(Read)];
        return (Of(parsed, folder, banks), banks);
    }

    private BankOperations Of(ParseResult parsed, string? folder, IReadOnlyList<BankProfile> banks) => new(
        folder is null ? OperatorOptions.Given(parsed, connection) : PrivateCluster.ConnectionStringOf(folder, BankServer.Database, owner: false),
        banks, TimeProvider.System);

    private static BankProfile Read(string file) => File.Exists(file)
        ? World.Value(ProfileFile.Read(File.ReadAllText(file)))
        : throw new RefusedException(OperationRefusals.FileMissing with { Detail = new(file, file) });
}
