using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Warifu.Authority.Status;
using Warifu.Development;
using Warifu.Wire;

namespace Warifu.Operations;

/// <summary><c>warifu authority status</c>: how the authority stands.</summary>
internal static class StatusCommand
{
    public static Command Make()
    {
        var json = new Option<bool>("--json") { Description = "As one JSON line, for other programs." };
        var options = new AuthorityOptions();
        var command = new Command("status", "Keys and their ends, CRLs, OCSP answers, logs, jobs.") { json };
        options.AddTo(command, keys: false);
        command.SetAction(async (parsed, cancel) =>
        {
            var standing = await AuthorityStanding.ReadAsync(options.ConnectionOf(parsed), TimeProvider.System, cancel);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(standing, WireJson.Options));
            else
                Show(standing);
            return 0;
        });
        return command;
    }

    private static void Show(AuthorityStanding standing)
    {
        var keys = new Table().RoundedBorder().AddColumns(
            Told.Say("認証局", "Authority"), Told.Say("名前", "Name"), Told.Say("鍵", "Key"), Told.Say("場所", "Place"), Told.Say("期限", "Ends"), Told.Say("CRL 番号", "CRL"), Told.Say("CRL の期限", "CRL ends"));
        foreach (var key in standing.Keys)
            keys.AddRow(Cells(key.Authority, key.Subject, key.Key, key.Place,
                key.RevokedAt is null ? Day(key.NotAfter) : Told.Say("失効 ", "revoked ") + Day(key.RevokedAt), $"{key.CrlNumber}", Day(key.CrlNextUpdate)));
        AnsiConsole.Write(keys);
        var ocsp = new Table().RoundedBorder().AddColumns(
            "OCSP", Told.Say("署名済み", "Signed ahead"), Told.Say("更新待ち", "Due"), Told.Say("最も古い署名", "Oldest"), Told.Say("最も早い期限", "First to end"));
        foreach (var answers in standing.Ocsp)
            ocsp.AddRow(Cells(answers.Authority, $"{answers.Kept}", $"{answers.Due}", Day(answers.OldestThisUpdate), Day(answers.EarliestNextUpdate)));
        AnsiConsole.Write(ocsp);
        var logs = new Table().RoundedBorder().AddColumns(
            Told.Say("ログ", "Log"), Told.Say("葉", "Leaves"), Told.Say("署名", "Signed"), Told.Say("待ち", "Waiting"), Told.Say("最も古い待ち", "Oldest waiting"));
        foreach (var log in standing.Logs)
            logs.AddRow(Cells(log.Authority, $"{log.Size}", Day(log.SignedAt), $"{log.Waiting}", Day(log.OldestWaiting)));
        AnsiConsole.Write(logs);
        Console.WriteLine(Told.Say(
            $"仕事: 待ち {standing.Jobs.Waiting}、時刻の来たもの {standing.Jobs.Due}、失敗中 {standing.Jobs.Failing}",
            $"Jobs: {standing.Jobs.Waiting} waiting, {standing.Jobs.Due} due, {standing.Jobs.Failing} failing"));
    }

    private static Text[] Cells(params IEnumerable<string> words) => [.. words.Select(word => new Text(word))];

    private static string Day(DateTimeOffset? at) => at is { } time ? $"{time:yyyy-MM-dd HH:mm}Z" : "-";
}
