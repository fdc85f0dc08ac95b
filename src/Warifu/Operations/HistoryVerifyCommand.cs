using System.CommandLine;
using System.Text.Json;
using Warifu.Bank;
using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Development;
using Warifu.Wire;

namespace Warifu.Operations;

/// <summary><c>warifu bank history verify</c>: walks the chain over each bank's history from its beginning.</summary>
internal static class HistoryVerifyCommand
{
    public static Command Make()
    {
        var files = new Argument<string[]>("PROFILE") { Description = "Profiles of the banks; none: the one of --profile, or every bank of --world.", Arity = ArgumentArity.ZeroOrMore };
        var json = new Option<bool>("--json") { Description = "One JSON line for each bank, to be kept elsewhere." };
        var earlier = new Option<string?>("--earlier") { Description = "Lines kept from an earlier run: what they cover must still be there, unchanged." };
        var options = new BankOptions();
        var command = new Command("verify", """
            Proves that no entry was altered, added or taken away afterwards. Names the first that was. Nothing is changed.

              warifu bank history verify --world up
              warifu bank history verify samples/banks/*.yaml --json > kept-today
              warifu bank history verify samples/banks/*.yaml --earlier kept-today
            """)
        {
            files, json, earlier,
        };
        options.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var kept = Kept(parsed.GetValue(earlier));
            var (operations, banks) = options.OpenAll(parsed, parsed.GetValue(files)!);
            await using var _ = operations;
            var broken = 0;
            foreach (var bank in banks)
                broken += await VerifyAsync(operations, bank, kept.GetValueOrDefault(bank.Code), parsed.GetValue(json), cancel) ? 0 : 1;
            return broken == 0 ? 0 : Told.Unavailable;
        });
        return command;
    }

    /// <returns>False when the chain does not hold; every bank is looked at all the same.</returns>
    private static async Task<bool> VerifyAsync(BankOperations operations, BankProfile bank, HistoryHead? earlier, bool json, CancellationToken cancel)
    {
        var found = await operations.VerifyHistoryAsync(bank.Code, earlier, cancel);
        if (found.Refusal is { } refusal)
        {
            Told.Tell(refusal with { Detail = new($"{bank.Code} {bank.Name.Ja}: {refusal.Detail?.Ja}", $"{bank.Code} {bank.Name.En}: {refusal.Detail?.En}") });
            return false;
        }
        var proven = found.Value;
        var since = earlier is null ? new Phrase("", "") : new Phrase($"、控えの {earlier.Place} 件目まで前と同じ", $", unchanged up to place {earlier.Place} as it was kept");
        Console.WriteLine(json
            ? JsonSerializer.Serialize(proven, WireJson.Options)
            : Told.Say(
                $"{bank.Code} {bank.Name.Ja}: {proven.Place} 件、すべて書かれたまま{since.Ja}。順番待ち {proven.Waiting} 件。{Convert.ToHexStringLower(proven.Sha256)}",
                $"{bank.Code} {bank.Name.En}: {proven.Place} entries, all as they were written{since.En}. {proven.Waiting} wait for their place. {Convert.ToHexStringLower(proven.Sha256)}"));
        return true;
    }

    private static Dictionary<BankCode, HistoryHead> Kept(string? file)
    {
        if (file is null)
            return [];
        if (!File.Exists(file))
            throw new RefusedException(OperationRefusals.FileMissing with { Detail = new(file, file) });
        try
        {
            return File.ReadLines(file).Where(line => line.Length > 0)
                .Select(line => JsonSerializer.Deserialize<ProvenHistory>(line, WireJson.Options)!)
                .ToDictionary(proven => proven.Bank, proven => new HistoryHead(proven.Place, proven.Sha256));
        }
        catch (Exception unreadable) when (unreadable is JsonException or ArgumentException)
        {
            throw new RefusedException(OperationRefusals.KeptHeadsUnreadable with { Detail = new(file, file) }, unreadable);
        }
    }
}
