using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Development;

/// <summary><c>./dev up</c>: the world of the demonstration, until Ctrl-C.</summary>
internal static class UpCommand
{
    public static Command Make()
    {
        var json = new Option<bool>("--json") { Description = "Addresses, CA files, users and passwords as one JSON line once ready, for other programs." };
        var lang = LanguageOption.Make();
        var command = new Command("up", """
            Starts database, authority, bank and hub and keeps them running until Ctrl-C. Starting again finds everything as it was.
            ./dev reset throws it away.
            """)
        {
            json, lang,
        };
        var (folder, port) = (PlaceOptions.Folder(Checkout.UpFolder), PlaceOptions.BasePort());
        command.Add(folder);
        command.Add(port);
        command.SetAction((parsed, cancel) =>
        {
            LanguageOption.Apply(parsed.GetValue(lang));
            return RunAsync(parsed.GetValue(folder)!, new Ports(parsed.GetValue(port)), parsed.GetValue(json), cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(string folder, Ports ports, bool json, CancellationToken cancel)
    {
        await SystemPackage.EnsureAsync([SystemPackage.Database, SystemPackage.Mail], cancel);
        await using var world = await World.StartDatabaseAsync(folder, ports, TimeProvider.System, cancel);
        if (world.DataMovedTo is { } elsewhere)
            Told.Errors.WriteLine(Told.Say($"データベースのユーザーがこのチェックアウトに入れないため、データは {elsewhere} にあります。",
                $"The database user cannot enter this checkout, so the data are in {elsewhere}."));
        await world.HoldCeremonyAsync(cancel);
        await world.StartPartiesAsync(cancel);
        await world.SettleAsync(cancel);
        await world.ImportStatementAsync(cancel);
        var told = Description.Of(world);
        await File.WriteAllTextAsync(Description.FileIn(folder), JsonSerializer.Serialize(told, WireJson.Options), cancel);
        try
        {
            if (json)
                Console.WriteLine(JsonSerializer.Serialize(told, WireJson.Options));
            else
                Show(told);
            await Task.WhenAny(world.Ended, Task.Delay(Timeout.Infinite, cancel));
        }
        finally
        {
            File.Delete(Description.FileIn(folder));
        }
        if (cancel.IsCancellationRequested)
            return 0;
        Told.Errors.WriteLine(Told.Say("データベースが終わったので、終了します。", "The database has ended, so this ends too."));
        return Told.Unavailable;
    }

    private static void Show(Description told)
    {
        AnsiConsole.MarkupLineInterpolated($"[green]{Told.Say("動いています。", "Running.")}[/] {Told.Say("止めるには Ctrl-C。", "Ctrl-C stops it.")}");
        var places = new Table().RoundedBorder().AddColumns(Told.Say("場所", "Where"), Told.Say("アドレス", "Address"));
        foreach (var bank in told.Banks)
        {
            places.AddRow(Told.Say(bank.Name.Ja, bank.Name.En), $"{bank.Www}");
            places.AddRow(Told.Say("　電子証明書ログイン", "  with certificate"), $"{bank.Cert}");
        }
        places.AddRow(Told.Say("会計サービス", "Accounting hub"), $"{told.Hub}");
        places.AddRow(Told.Say("　連携ソフト用", "  for programs"), $"{told.HubAgents}");
        places.AddRow(Told.Say("認証局 (CRL・証明書)", "Authority (CRL, certificates)"), $"{told.Authority}");
        AnsiConsole.Write(places);
        var people = new Table().RoundedBorder().AddColumns(Told.Say("利用者", "User"), "", "", Told.Say("ログインパスワード", "Login password"), Told.Say("確認用パスワード", "Confirmation password"), Told.Say("電子証明書取得用パスワード", "Acquisition password"));
        foreach (var user in told.Users)
            people.AddRow(user.LoginId, BankOf(user), user.Kind, user.Password, user.ConfirmationPassword, user.AcquisitionPassword ?? "");
        people.AddRow(told.Member.Mail, Told.Say("会計サービス", "Accounting hub"), Told.Say("利用者", "member"), told.Member.Password, "");
        foreach (var member in told.Staff)
            people.AddRow(member.StaffId, told.Banks.Single(bank => bank.Code == member.Bank).Name.In(Told.Japanese), Told.Say("職員", "staff"), Told.Say("証明書だけ", "certificate alone"), $"{member.Site}");
        AnsiConsole.Write(people);
        string BankOf(Description.BankUser user) => told.Banks.Single(bank => bank.Code == user.Bank).Name.In(Told.Japanese);

        Console.WriteLine(Told.Say($"""
            ブラウザで見る:     ./dev browser （この世界の CA を信頼し、利用者の証明書を持つ Chromium）
            職員として:         ./dev browser --staff {told.Staff[0].StaffId} （もう一人は {told.Staff[1].StaffId}）
            自分のブラウザで:   {told.ServerCa} を信頼する認証局として読み込む
            証明書の発行:       artifacts/bin/Warifu.Desk.App/debug/warifu-desk settings --server-ca {told.ServerCa}
                                artifacts/bin/Warifu.Desk.App/debug/warifu-desk issue --bank {told.BankWww} --login-id {People.General}
            """, $"""
            See it:             ./dev browser (a Chromium that trusts this world's CA and holds a user's certificate)
            As staff:           ./dev browser --staff {told.Staff[0].StaffId} (a second pair of eyes: {told.Staff[1].StaffId})
            In your browser:    import {told.ServerCa} as an authority to trust
            Get a certificate:  artifacts/bin/Warifu.Desk.App/debug/warifu-desk settings --server-ca {told.ServerCa}
                                artifacts/bin/Warifu.Desk.App/debug/warifu-desk issue --bank {told.BankWww} --login-id {People.General}
            """));
    }
}
