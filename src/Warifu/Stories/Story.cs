using AngleSharp.Dom;
using Spectre.Console;
using Warifu.Desk.Certificates;
using Warifu.Desk.Connections;
using Warifu.Development;
using Warifu.Wire;
using Warifu.Wire.Agents;
using Warifu.Worlds;

namespace Warifu.Stories;

/// <summary>What a played story comes to.</summary>
/// <param name="Lines">Lines of the main account at the hub.</param>
/// <param name="LinesAgain">Lines that a second fetch added.</param>
internal sealed record StoryResult(string Serial, int Lines, int LinesAgain, bool Proven, bool RevokedRefused);

/// <summary>
/// From certificate to books, over real TLS and a real database, with every party in its own server. Each step looks first at
/// what is already there, so that a story broken off anywhere is taken up by the next run.
/// <list type="number">
/// <item>The database.</item>
/// <item>The ceremony.</item>
/// <item>The bank and its customer.</item>
/// <item>The certificate.</item>
/// <item>Signing in at the bank.</item>
/// <item>The hub, the link and the pairing.</item>
/// <item>Fetching.</item>
/// <item>The account at the hub, and fetching again.</item>
/// <item>The revocation.</item>
/// </list>
/// </summary>
internal sealed class Story(string folder, Ports ports, Teller teller)
{
    private const int LinesShown = 8;

    private static bool Japanese => Told.Japanese;

    public async Task<StoryResult> PlayAsync(CancellationToken cancel)
    {
        World? started = null;
        await teller.StepAsync(1, teller.Say("データベースを始める", "The database starts"), async () =>
        {
            started = await World.StartDatabaseAsync(folder, ports, TimeProvider.System, cancel);
            return started.DataMovedTo ?? teller.Say("PostgreSQL、専用の置き場所", "PostgreSQL, a cluster of our own");
        });
        await using var world = started!;
        await CeremonyAsync(world, cancel);
        await CustomerAsync(world, cancel);

        var general = Pc.Of(Description.Of(world), People.General, Path.Combine(folder, "pc", People.General), Japanese);
        var held = await CertificateAsync(general, cancel);
        await SignInAsync(general, held, cancel);
        using var member = new Visitor(world.Addresses.Hub, null, general.Folder, Japanese);
        await PairAsync(world, general, member, cancel);
        await FetchAsync(general, cancel);
        var (lines, again, proven) = await BooksAsync(world, general, member, cancel);
        var refused = await RevocationAsync(world, general, held, member, cancel);
        return new(held.Serial.Hex, lines, again, proven, refused);
    }

    private Task CeremonyAsync(World world, CancellationToken cancel) =>
        teller.StepAsync(2, teller.Say("認証局の鍵の儀式", "The authority's ceremony"), async () =>
        {
            await world.HoldCeremonyAsync(cancel);
            await world.StartPartiesAsync(cancel);
            return world.Made.Count == 0
                ? teller.Say("すでに行われています", "held before")
                : string.Join(", ", world.Made.Select(made => made.Certificate.Subject!.CommonName));
        });

    private Task CustomerAsync(World world, CancellationToken cancel) =>
        teller.StepAsync(3, teller.Say("銀行と取引先", "The bank and its customer"), async () =>
        {
            await world.SettleAsync(cancel);
            var taken = await world.ImportStatementAsync(cancel);
            return teller.Say($"株式会社みなと製作所、利用者 3 名、口座 2 つ、全銀 03 の明細 {taken.Added + taken.Known} 件", $"Minato Seisakusho, 3 users, 2 accounts, {taken.Added + taken.Known} lines of a 全銀 03 file");
        });

    private async Task<HeldCertificate> CertificateAsync(Pc pc, CancellationToken cancel)
    {
        HeldCertificate? held = null;
        await teller.StepAsync(4, teller.Say("電子証明書を発行する", "The certificate is issued"), async () =>
        {
            held = await pc.CertificateAsync(cancel);
            return teller.Say($"{People.General} の鍵はこの PC の中だけ", $"the key of {People.General} stays on this PC");
        });
        var subject = held!.Certificate.Subject!;
        var table = new Table().AddColumns("CCHK007", "").HideHeaders();
        table.AddRow("Organization", Markup.Escape(subject.Organisation!)).AddRow("Organization Unit", Markup.Escape(subject.Unit!));
        table.AddRow("Common Name", Markup.Escape(subject.CommonName!)).AddRow(teller.Say("証明書シリアル番号", "Serial number"), held.Serial.Hex);
        teller.Show(table);
        return held;
    }

    private Task SignInAsync(Pc pc, HeldCertificate held, CancellationToken cancel) =>
        teller.StepAsync(5, teller.Say("証明書とパスワードで銀行にログインする", "Signing in at the bank with certificate and password"), async () =>
        {
            using var visitor = await pc.AtTheBankAsync(held, cancel);
            await visitor.OpenAsync(visitor.There<IElement>("a.account-link").GetAttribute("href")!, cancel);
            return teller.Say($"明細照会を表示、期末残高 {visitor.Text("dd.balance")}", $"the statement page, closing balance {visitor.Text("dd.balance")}");
        });

    private Task PairAsync(World world, Pc pc, Visitor member, CancellationToken cancel) =>
        teller.StepAsync(6, teller.Say("会計サービスに銀行を登録し、この PC を連携する", "The hub: register the bank, pair this PC"), async () =>
        {
            await member.OpenAsync("/sign-in", cancel);
            await member.PressAsync("main form[method=post]", new Dictionary<string, string> { ["Mail"] = People.Mail, ["Password"] = world.People.Member }, cancel);
            await member.OpenAsync("/links", cancel);
            if (!member.Page.QuerySelectorAll("section.card h2").Any(title => title.TextContent.Contains(world.Bank.Name.In(Japanese), StringComparison.Ordinal)))
            {
                await member.OpenAsync("/institutions", cancel);
                await member.PressAsync("form[role=search]", new Dictionary<string, string> { ["q"] = "あさぎり" }, cancel);
                var entry = member.Page.QuerySelectorAll("ul.entries li").First(item => item.QuerySelector(".state.good") is not null);
                await member.OpenAsync(entry.QuerySelector("a")!.GetAttribute("href")!, cancel);
                await member.PressAsync("main form[method=post]", new Dictionary<string, string> { ["UserId"] = People.General, ["Range"] = "all" }, cancel);
            }
            var pairing = Pairing.Of(pc.Folder);
            if (pairing is null)
            {
                await member.OpenAsync("/connector", cancel);
                await member.PressAsync("#pairing form[method=post]", new Dictionary<string, string>(), cancel);
                pairing = World.Value(await Pairing.PairAsync(
                    pc.Folder, pc.Vault, world.Addresses.HubAgents, member.Text("#pairing-key"), Environment.MachineName, Japanese, TimeProvider.System, cancel));
            }
            using var hub = pc.Connect();
            await using var stream = hub.ListenAsync(cancel).GetAsyncEnumerator(cancel);
            await stream.MoveNextAsync();
            foreach (var link in World.Value(await hub.LinksAsync(cancel)))
                LinkPassword.Keep(pc.Vault, link.LinkId, world.People.Login(People.General));
            return teller.Say($"{pairing.OfficeName} と連携、相互 TLS で接続", $"paired with {pairing.OfficeName}, connected by mutual TLS");
        });

    private Task FetchAsync(Pc pc, CancellationToken cancel) =>
        teller.StepAsync(7, teller.Say("明細を取得して届ける", "The statement is fetched and delivered"), async () =>
        {
            var fetched = World.Value(await FetchOnceAsync(pc, cancel));
            return teller.Say($"口座 {fetched.Accounts}、新しい明細 {fetched.Added} 件", $"{fetched.Accounts} accounts, {fetched.Added} new lines");
        });

    private async Task<(int Lines, int Again, bool Proven)> BooksAsync(World world, Pc pc, Visitor member, CancellationToken cancel)
    {
        var (lines, again, proven) = (0, 0, false);
        await teller.StepAsync(8, teller.Say("会計サービスの口座、もう一度取得しても増えない", "The account at the hub; a second fetch adds nothing"), async () =>
        {
            again = World.Value(await FetchOnceAsync(pc, cancel)).Added;
            await member.OpenAsync($"/accounts/{world.MainAccount}", cancel);
            lines = int.Parse(string.Concat(member.Text("#lines .lead").Where(char.IsAsciiDigit)), System.Globalization.CultureInfo.InvariantCulture);
            proven = member.Page.QuerySelector(".proof .state.good") is not null;
            return teller.Say($"明細 {lines} 件、残高は{(proven ? "証明済み" : "未証明")}、二度目は {again} 件", $"{lines} lines, balance {(proven ? "proven" : "not proven")}, {again} the second time");
        });
        ShowLines(member);
        ShowProof(member);
        return (lines, again, proven);
    }

    private async Task<bool> RevocationAsync(World world, Pc pc, HeldCertificate held, Visitor member, CancellationToken cancel)
    {
        var refused = false;
        await teller.StepAsync(9, teller.Say("管理者が証明書を失効する", "The administrator revokes the certificate"), async () =>
        {
            var administrator = Pc.Of(Description.Of(world), People.Administrator, Path.Combine(folder, "pc", People.Administrator), Japanese);
            using (var visitor = await administrator.AtTheBankAsync(await administrator.CertificateAsync(cancel), cancel))
            {
                await visitor.OpenAsync("/manage/users/certificates", cancel);
                var user = visitor.There<IElement>($"tr[data-login-id={People.General}] input[name=user]").GetAttribute("value")!;
                await visitor.PressAsync("form.revoking", new Dictionary<string, string> { ["user"] = user }, cancel);
                await visitor.PressAsync("main form[method=post]", new Dictionary<string, string> { ["Confirmation"] = world.People.Confirmation(People.Administrator) }, cancel);
            }
            var after = await FetchOnceAsync(pc, cancel);
            refused = after.Refusal?.Code == "certificate-revoked";
            await member.OpenAsync("/links", cancel);
            var shown = member.Text("section.card .code code");
            refused &= shown == "certificate-revoked";
            held.Remove(pc.Folder, pc.Vault);
            return teller.Say($"次の取得は拒まれ、理由が会計サービスに表示される（{shown}）", $"the next fetch is refused, and the hub shows why ({shown})");
        });
        return refused;
    }

    private static async Task<Outcome<Fetched>> FetchOnceAsync(Pc pc, CancellationToken cancel)
    {
        using var hub = pc.Connect();
        AgentLink link = World.Value(await hub.LinksAsync(cancel)).Single();
        return await new FetchLink(pc.Folder, pc.Vault, hub, TimeProvider.System).RunAsync(link, Japanese, progress: null, step: null, cancel);
    }

    private void ShowLines(Visitor member)
    {
        var table = new Table();
        foreach (var heading in member.Page.QuerySelectorAll(".passbook thead th"))
            table.AddColumn(Markup.Escape(heading.TextContent.Trim()));
        var rows = member.Page.QuerySelectorAll(".passbook tbody tr").ToList();
        foreach (var row in rows.Skip(rows.Count - LinesShown))
            table.AddRow([.. row.QuerySelectorAll("td").Select(cell => Markup.Escape(string.Join(' ', cell.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))))]);
        teller.Show(table);
    }

    private void ShowProof(Visitor member)
    {
        var table = new Table().AddColumns("", "").HideHeaders();
        var facts = member.There<IElement>(".proof dl.facts");
        foreach (var (what, amount) in facts.QuerySelectorAll("dt").Zip(facts.QuerySelectorAll("dd")))
            table.AddRow(Markup.Escape(what.TextContent.Trim()), Markup.Escape(amount.TextContent.Trim()));
        table.Columns[1].RightAligned();
        teller.Show(table);
    }
}
