using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Warifu.Desk.Certificates;

namespace Warifu.Journeys;

/// <summary>
/// ワンタイムパスワード入力 (seed 003, 更新, step 4), at issue and at renewal: in the window and by the verbs. The bank asks for one since its user
/// comes from a place that it does not know.
/// </summary>
public sealed class WhenTheBankWantsAOneTimePassword(TheWorld world)
{
    private const string Passphrase = "ume sakura kiku fuji";
    private const string Bank = "9972";
    private static readonly LocatorAssertionsToBeVisibleOptions Patience = new() { Timeout = 60_000 };
    private static readonly LocatorAssertionsToHaveTextOptions Patiently = new() { Timeout = 60_000 };
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_the_window_it_has_a_screen_of_its_own()
    {
        const string user = "tsubame01";
        await OwnContract.MakeAsync(world, "asagiri", "0000720091", (user, "master"));
        await MovedAsync(user);
        await using var pc = await PcWithWindow.StartAsync(world.Told.ServerCa, Cancel);
        var (desk, origin) = await pc.OpenedAsync(await world.BrowserAsync("window", pc: null, held: null, Cancel), Passphrase, first: true, Cancel);
        await desk.GotoAsync($"{origin}/arrive?address={Uri.EscapeDataString($"warifu:issue?bank={Uri.EscapeDataString($"{world.Told.BankWww}".TrimEnd('/'))}")}");
        await desk.GetByRole(AriaRole.Button, new() { Name = "この金融機関で間違いありません" }).ClickAsync();
        await desk.FillAsync("#LoginId", user);
        await desk.FillAsync("#Password", OwnContract.Password);
        await desk.GetByRole(AriaRole.Button, new() { Name = "認証して発行" }).ClickAsync();
        await Assertions.Expect(desk.Locator("#Code")).ToBeVisibleAsync(Patience);
        await desk.LookAtAsync(world, "desk-one-time-password", forDocs: true);
        await desk.IsUsableByKeyboardAsync(desk.Url);
        await EnterAsync(desk, "0000 0000");
        await Assertions.Expect(desk.Locator(".notice .what, .alert .what")).ToHaveTextAsync("ワンタイムパスワードが正しくないか、すでに使われています。", Patiently);
        // The program is ended here; its next start takes the request up, and the mailed password still counts for it.
        await pc.QuitAsync(Cancel);
        (desk, _) = await pc.OpenedAsync(await world.BrowserAsync("window", pc: null, held: null, Cancel), Passphrase, first: false, Cancel);
        await desk.GetByRole(AriaRole.Link, new() { Name = "続ける" }).ClickAsync();
        Assert.Equal(user, await desk.InputValueAsync("#LoginId"));
        await desk.FillAsync("#Password", OwnContract.Password);
        await desk.GetByRole(AriaRole.Button, new() { Name = "認証して発行" }).ClickAsync();
        await Assertions.Expect(desk.Locator("#Code")).ToBeVisibleAsync(Patience);
        await EnterAsync(desk, await MailedAsync(user));
        await Assertions.Expect(desk.GetByText("電子証明書の発行とインストールが完了しました。")).ToBeVisibleAsync(Patience);
        Assert.Empty(Asking.Unanswered(pc.Folder));
        await pc.QuitAsync(Cancel);
    }

    [Fact]
    public async Task By_the_verbs_it_is_asked_for_and_given_with_the_same_request()
    {
        const string user = "tsubame02";
        await OwnContract.MakeAsync(world, "asagiri", "0000720092", (user, "master"));
        await MovedAsync(user);
        using var desk = new DeskAtATerminal();
        await desk.DoAsync("", "settings", "--server-ca", world.Told.ServerCa);
        string[] issue = ["issue", "--bank", $"{world.Told.BankWww}", "--login-id", user];
        Assert.Equal("one-time-password-needed", (await desk.RefusedAsync(OwnContract.Password, issue)).GetProperty("code").GetString());
        Assert.Equal("wrong-one-time-password", (await desk.RefusedAsync(OwnContract.Password, [.. issue, "--one-time-password", "00000000"])).GetProperty("code").GetString());
        var old = (await desk.DoAsync(OwnContract.Password, [.. issue, "--one-time-password", await MailedAsync(user)])).GetProperty("serial").GetString()!;

        string[] renew = ["renew", old];
        Assert.Equal("renewal-not-open", (await desk.RefusedAsync(OwnContract.Password, renew)).GetProperty("code").GetString());
        await world.InBankAsync(Bank, """
            update certificate set not_after = @ends where state = 'active' and user_id = (select user_id from customer_user where login_id = @user)
            """, new { user, ends = TimeProvider.System.GetUtcNow().AddDays(20) });
        var before = await MailedAsync(user);
        // As if the last mail had been sent a while ago: they are not sent one after another.
        await world.InBankAsync(Bank, """
            update mailed_code set sent_at = sent_at - interval '5 minutes' where user_id = (select user_id from customer_user where login_id = @user)
            """, new { user });
        Assert.Equal("one-time-password-needed", (await desk.RefusedAsync(OwnContract.Password, renew)).GetProperty("code").GetString());
        var renewed = await desk.DoAsync(OwnContract.Password, [.. renew, "--one-time-password", await MailedAsync(user, other: before)]);
        Assert.NotEqual(old, renewed.GetProperty("serial").GetString());
        Assert.Equal(2, (await desk.DoAsync("", "certificates")).GetArrayLength());
        Assert.True((await desk.DoAsync("", "try", renewed.GetProperty("serial").GetString()!)).GetProperty("maySignIn").GetBoolean());
        Assert.Equal("desk-certificate-unknown", (await desk.RefusedAsync(OwnContract.Password, "renew", "00ff00ff00ff00ff")).GetProperty("code").GetString());
    }

    private static async Task EnterAsync(IPage desk, string code)
    {
        await desk.FillAsync("#Code", code);
        await desk.GetByRole(AriaRole.Button, new() { Name = "認証", Exact = true }).ClickAsync();
    }

    /// <summary>The only place known of him is another one.</summary>
    private Task MovedAsync(string user) => world.InBankAsync(Bank, """
        insert into known_place (bank_code, user_id, network, last_at)
        select bank_code, user_id, 'moved ' || gen_random_uuid(), @now from customer_user where login_id = @user
        """, new { user, now = TimeProvider.System.GetUtcNow() });

    /// <param name="other">The one that came before it.</param>
    private async Task<string> MailedAsync(string user, string? other = null)
    {
        string? mailed = null;
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var n = 0; n < 300 && (mailed is null || mailed == other); n++)
        {
            mailed = Regex.Match((await world.MailAsync(OwnContract.MailOf(user), "ワンタイムパスワード（電子証明書）", Cancel)).Text, "[0-9]{4} [0-9]{4}", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
            await ticks.WaitForNextTickAsync(Cancel);
        }
        Assert.NotEqual(other, mailed);
        return mailed!;
    }
}
