using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using Warifu.Desk.Certificates;
using Warifu.Desk.Keys;
using Warifu.Desk.Keys.Tokens;
using Warifu.Tests.Desk.Certificates;
using Warifu.Tests.Desk.Shell;
using Warifu.Tests.Tokens;

namespace Warifu.Tests.Desk.Keys.Tokens;

[Collection(PersonsTokens.Name)]
public sealed class TokenPagesTests : IAsyncLifetime
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private DeskProcess desk = null!;
    private HttpClient window = null!;
    private SoftToken soft = null!;
    private Drawer drawer = null!;

    public async ValueTask InitializeAsync()
    {
        soft = await SoftToken.MakeAsync();
        desk = await DeskProcess.StartAsync();
        window = await desk.AdmittedAsync();
        var keys = desk.Server.Services.GetRequiredService<OpenedKeys>();
        Assert.Null(keys.Open(Vault.Open(desk.Home, "a passphrase of words")));
        drawer = new Drawer(desk.Home, keys.Vault);
        Assert.Null(TokenLibraries.Add(desk.Home, SoftToken.Library));
    }

    public async ValueTask DisposeAsync()
    {
        drawer.Dispose();
        window.Dispose();
        await desk.DisposeAsync();
        soft.Dispose();
    }

    [Fact]
    public async Task Before_the_last_try_the_page_asks_whether_its_user_knows()
    {
        using var strict = soft.Strict();
        var page = OpenTokenModel.PathTo(soft.Own().Name, "/banks");
        Assert.Null((await PageAsync(page)).QuerySelector("[name=LastTryToo]"));
        foreach (var wrong in (string[])["wrong-1", "wrong-2"])
            Assert.Equal("desk-token-pin-wrong", await CodeAsync(await SubmitAsync(page, ("Pin", wrong))));
        Assert.NotNull((await PageAsync(page)).QuerySelector("[name=LastTryToo]"));
        Assert.Equal("desk-token-pin-last-try", await CodeAsync(await SubmitAsync(page, ("Pin", SoftToken.Pin), ("LastTryToo", "false"))));
        Assert.Equal("/banks", $"{(await SubmitAsync(page, ("Pin", SoftToken.Pin), ("LastTryToo", "true"))).Headers.Location}");
    }

    [Fact]
    public async Task A_locked_token_is_told_with_the_way_out_and_no_field()
    {
        using var strict = soft.Strict();
        var page = OpenTokenModel.PathTo(soft.Own().Name, "/");
        foreach (var wrong in (string[])["wrong-1", "wrong-2"])
            await SubmitAsync(page, ("Pin", wrong));
        Assert.Equal("desk-token-pin-locked", await CodeAsync(await SubmitAsync(page, ("Pin", "wrong-3"), ("LastTryToo", "true"))));
        var locked = await window.GetAsync(page, Cancel);
        Assert.Equal(HttpStatusCode.Locked, locked.StatusCode);
        Assert.Null((await ReadAsync(locked)).QuerySelector("#Pin"));
    }

    [Fact]
    public async Task A_token_with_keys_of_its_own_has_no_field_for_the_PIN()
    {
        using var strict = soft.Strict(ownPad: () => SoftToken.Pin);
        var page = OpenTokenModel.PathTo(soft.Own().Name, "/");
        Assert.Null((await PageAsync(page)).QuerySelector("#Pin"));
        Assert.Equal("/", $"{(await SubmitAsync(page)).Headers.Location}");
        Assert.True(soft.Own().IsOpen);
    }

    [Fact]
    public async Task Only_a_path_of_this_program_is_led_back_to()
    {
        soft.Opened();
        foreach (var foreign in (string[])["https://evil.test/", "//evil.test", "/\\evil.test"])
            Assert.Equal("/", $"{(await window.GetAsync(OpenTokenModel.PathTo(soft.Own().Name, foreign), Cancel)).Headers.Location}");
    }

    [Fact]
    public async Task Renewal_asked_onto_a_token_waits_until_one_is_in_and_chooses_it()
    {
        var held = drawer.Put("minato01", desk.Time.GetUtcNow().AddDays(-330));
        var page = $"/renew?serial={held.Serial}&onto=token";
        Assert.Contains("token:" + soft.Own().Name.Id, Chosen(await PageAsync(page)), StringComparison.Ordinal);
        soft.TakeAway();
        var missing = await PageAsync(page);
        Assert.Null(missing.QuerySelector("#Password"));
        Assert.Contains("USBトークンを差し込んでください", missing.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull((await PageAsync($"/renew?serial={held.Serial}")).QuerySelector("#Password"));
        soft.BringBack();
        Assert.Contains("token:" + soft.Own().Name.Id, Chosen(await PageAsync(page)), StringComparison.Ordinal);
        Assert.Equal("file", Chosen(await PageAsync($"/renew?serial={held.Serial}")));
    }

    [Fact]
    public async Task A_token_pulled_between_the_form_and_its_sending_is_told_and_nothing_begins()
    {
        var held = drawer.Put("minato01", desk.Time.GetUtcNow().AddDays(-330));
        var place = "token:" + soft.Own().Name.Id;
        var form = await PageAsync($"/renew?serial={held.Serial}&onto=token");
        soft.TakeAway();
        var sent = form.QuerySelectorAll("main form input[type=hidden]").OfType<IHtmlInputElement>().Select(input => KeyValuePair.Create(input.Name!, input.Value))
            .Append(new("Password", "Login-0001")).Append(new("Place", place));
        var answer = await window.PostAsync($"/renew?serial={held.Serial}&onto=token", new FormUrlEncodedContent(sent), Cancel);
        Assert.Equal("desk-token-missing", await CodeAsync(answer));
        Assert.Empty(Asking.Unanswered(desk.Home));
    }

    [Fact]
    public async Task What_another_program_put_into_a_token_is_found_and_what_is_listed_is_not()
    {
        var own = soft.Opened();
        var held = drawer.Put("minato01", desk.Time.GetUtcNow().AddDays(-10), new KeyPlace(own.Name));
        Assert.Null(held.WithKey(drawer.Vault).Refusal);
        Assert.Empty(FoundCertificate.In(desk.Home, own.Name).Value);
        held.Forget(desk.Home);
        var found = Assert.Single(FoundCertificate.In(desk.Home, own.Name).Value);
        Assert.Equal(held.Der, found.Der);
        Assert.Equal(held.KeyName, found.KeyName);
        var page = await PageAsync("/tokens");
        Assert.Contains("CN=minato01", page.QuerySelector("form[action*=Take]")!.TextContent, StringComparison.Ordinal);
        // It can be taken over only with the word of a bank.
        var refused = await SubmitAsync("/tokens?handler=Take", ("Bank", "not a bank"), ("Token", own.Name.Id), ("Key", found.KeyName));
        Assert.Equal("desk-bank-address", await CodeAsync(refused));
    }

    [Fact]
    public async Task A_library_that_does_not_load_is_not_named()
    {
        foreach (var hostile in (string[])["/etc/passwd", "libsofthsm2.so", "../x.so"])
            Assert.Equal("desk-token-library", await CodeAsync(await SubmitAsync("/tokens?handler=Library", ("Library", hostile))));
        Assert.Equal([SoftToken.Library], TokenLibraries.Named(desk.Home));
    }

    private static string Chosen(IHtmlDocument page) => page.QuerySelectorAll("[name=Place]").OfType<IHtmlInputElement>().Single(choice => choice.IsChecked).Value;

    private async Task<IHtmlDocument> PageAsync(string path)
    {
        var answer = await window.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await ReadAsync(answer);
    }

    private async Task<HttpResponseMessage> SubmitAsync(string path, params (string Name, string Value)[] fields)
    {
        var shown = await ReadAsync(await window.GetAsync(path.Split("?handler")[0], Cancel));
        var hidden = shown.QuerySelectorAll("main form input[type=hidden]").OfType<IHtmlInputElement>().DistinctBy(input => input.Name).Where(input => !fields.Any(field => field.Name == input.Name));
        return await window.PostAsync(path, new FormUrlEncodedContent(hidden.Select(input => KeyValuePair.Create(input.Name!, input.Value))
            .Concat(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)))), Cancel);
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) => (await ReadAsync(answer)).QuerySelector(".alert .code code")?.TextContent;

    private static async Task<IHtmlDocument> ReadAsync(HttpResponseMessage answer) =>
        await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStreamAsync(Cancel), Cancel);
}
