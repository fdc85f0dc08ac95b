using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using Warifu.Desk.Certificates;
using Warifu.Desk.Keys;
using Warifu.Tests.Desk.Shell;
using Warifu.Tests.Pki;

namespace Warifu.Tests.Desk.Certificates;

public sealed class CertificatePagesTests : IAsyncLifetime
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private DeskProcess desk = null!;
    private HttpClient window = null!;

    public async ValueTask InitializeAsync()
    {
        desk = await DeskProcess.StartAsync();
        window = await desk.AdmittedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        window.Dispose();
        await desk.DisposeAsync();
    }

    [Fact]
    public async Task At_the_first_start_every_page_leads_to_the_choice_of_how_keys_are_kept_and_back()
    {
        var led = await window.GetAsync("/banks", Cancel);
        Assert.Equal((HttpStatusCode.SeeOther, "/open?return=%2Fbanks"), (led.StatusCode, $"{led.Headers.Location}"));
        Assert.Equal("desk-passphrase-short", await CodeAsync(await SubmitAsync(led.Headers.Location!, "[aria-labelledby=passphrase]", ("Passphrase", "short"), ("Again", "short"))));
        Assert.Equal("desk-passphrases-differ", await CodeAsync(await SubmitAsync(led.Headers.Location!, "[aria-labelledby=passphrase]", ("Passphrase", "a passphrase of words"), ("Again", "another of words"))));
        Assert.False(Vault.IsIn(desk.Home));
        var chosen = await SubmitAsync(led.Headers.Location!, "[aria-labelledby=passphrase]", ("Passphrase", "a passphrase of words"), ("Again", "a passphrase of words"));
        Assert.Equal("/banks", $"{chosen.Headers.Location}");
        Assert.Equal(HttpStatusCode.OK, (await window.GetAsync("/banks", Cancel)).StatusCode);
    }

    [Fact]
    public async Task At_a_later_start_only_the_right_passphrase_opens()
    {
        Vault.Open(desk.Home, "a passphrase of words");
        Assert.Equal("desk-passphrase-wrong", await CodeAsync(await SubmitAsync(new("/open", UriKind.Relative), "[aria-labelledby=passphrase]", ("Passphrase", "another of words"))));
        Assert.Equal(HttpStatusCode.SeeOther, (await window.GetAsync("/", Cancel)).StatusCode);
        Assert.Equal("/", $"{(await SubmitAsync(new("/open", UriKind.Relative), "[aria-labelledby=passphrase]", ("Passphrase", "a passphrase of words"))).Headers.Location}");
    }

    [Fact]
    public async Task The_list_has_every_certificate_and_offers_only_what_can_be_renewed()
    {
        using var drawer = Opened();
        var issued = drawer.Put("minato01", desk.Time.GetUtcNow().AddDays(-10));
        var renewable = drawer.Put("minato02", desk.Time.GetUtcNow().AddDays(-330));
        var list = await PageAsync("/");
        Assert.Equal([$"c-{issued.Serial}", $"c-{renewable.Serial}"], list.QuerySelectorAll("article h3").Select(heading => heading.Id));
        Assert.Equal([renewable.Serial.Hex], list.QuerySelectorAll("input[name=serial]").Select(choice => choice.GetAttribute("value")));
        Assert.Equal(["発行済み", "更新可"], list.QuerySelectorAll("article .state").Select(state => state.TextContent));
    }

    [Fact]
    public async Task The_file_is_the_certificate_and_nothing_of_the_key()
    {
        using var drawer = Opened();
        var held = drawer.Put("minato01", desk.Time.GetUtcNow().AddDays(-10));
        Assert.Equal(held.Der, await window.GetByteArrayAsync($"/certificates/{held.Serial}?handler=File&form=der", Cancel));
        var pem = await window.GetStringAsync($"/certificates/{held.Serial}?handler=File&form=pem", Cancel);
        Assert.DoesNotContain("PRIVATE", pem, StringComparison.Ordinal);
        using var judge = Judge.Call("openssl");
        judge.Lay("c.pem", pem);
        judge.Lay("c.der", held.Der);
        var (_, ofPem) = await judge.Ask("x509", "-in", "c.pem", "-noout", "-fingerprint", "-sha256");
        var (_, ofDer) = await judge.Ask("x509", "-inform", "der", "-in", "c.der", "-noout", "-fingerprint", "-sha256");
        Assert.Equal(ofDer, ofPem);
        Assert.Contains(string.Join(':', Convert.ToHexString(held.Certificate.Sha256).Chunk(2).Select(pair => new string(pair))), ofPem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_says_what_it_destroys_and_takes_the_key_too()
    {
        using var drawer = Opened();
        var held = drawer.Put("minato01", desk.Time.GetUtcNow().AddDays(-10));
        var asked = await PageAsync($"/certificates/{held.Serial}/delete");
        Assert.Contains("元には戻せません", asked.QuerySelector(".alert")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("ログインできなくなります", asked.QuerySelector(".alert")!.TextContent, StringComparison.Ordinal);
        await SubmitAsync(new($"/certificates/{held.Serial}/delete", UriKind.Relative), "main form");
        Assert.Empty(HeldCertificate.All(desk.Home));
        Assert.Null(drawer.Vault.GetKey(held.KeyName));
    }

    [Fact]
    public async Task A_bank_that_a_page_names_is_confirmed_before_anything_is_asked()
    {
        using var drawer = Opened();
        const string address = "/arrive?address=warifu%3Aissue%3Fbank%3Dhttps%253A%252F%252Fwww.asagiri.test%253A7440";
        Assert.Equal("www.asagiri.test:7440", (await PageAsync(address)).QuerySelector(".key")!.TextContent);
        Assert.Equal("/banks", $"{(await window.GetAsync("/issue?bank=https%3A%2F%2Fwww.asagiri.test%3A7440", Cancel)).Headers.Location}");
        var confirmed = await SubmitAsync(new(address, UriKind.Relative), "main form");
        Assert.Equal("/issue?bank=https%3A%2F%2Fwww.asagiri.test%3A7440", $"{confirmed.Headers.Location}");
        Assert.NotNull((await PageAsync($"{confirmed.Headers.Location}")).QuerySelector("#LoginId"));
        Assert.Equal(HttpStatusCode.Redirect, (await window.GetAsync(address, Cancel)).StatusCode);
    }

    [Fact]
    public async Task An_address_that_is_not_ours_is_refused_with_its_code()
    {
        using var drawer = Opened();
        var refused = await window.SendAsync(new(HttpMethod.Get, Warifu.Desk.Shell.DeskServer.PathFor("warifu:delete?all")) { Headers = { { "Accept", "text/html" } } }, Cancel);
        Assert.Equal("desk-address-refused", await CodeAsync(refused));
    }

    [Fact]
    public async Task A_bank_that_cannot_be_reached_is_told_and_nothing_was_begun()
    {
        using var drawer = Opened();
        desk.Server.Services.GetRequiredService<KnownBanks>().Confirm(new("https://localhost:1"));
        var begun = await SubmitAsync(new("/issue?bank=https%3A%2F%2Flocalhost%3A1", UriKind.Relative), "main form", ("LoginId", "minato01"), ("Password", "Login-0001"));
        Uri? settled = null;
        await Until.TrueAsync(async () => (settled = (await window.GetAsync(begun.Headers.Location!, Cancel)).Headers.Location) is not null);
        Assert.Equal("server-unreachable", await CodeAsync(await window.GetAsync(settled!, Cancel)));
        Assert.Empty(Asking.Unanswered(desk.Home));
        Assert.Empty(HeldCertificate.All(desk.Home));
    }

    [Fact]
    public async Task A_certificate_goes_only_into_a_browser_that_was_found_here()
    {
        using var drawer = Opened();
        var held = drawer.Put("minato01", desk.Time.GetUtcNow().AddDays(-10));
        var path = $"/certificates/{held.Serial}/browsers";
        Assert.Contains("https://cert.asagiri.test", (await PageAsync(path)).QuerySelector("pre")!.TextContent, StringComparison.Ordinal);
        var elsewhere = Path.Combine(desk.Home.Path, "elsewhere");
        Assert.Equal("browser-not-found", await CodeAsync(await SubmitAsync(new($"{path}?handler=Put", UriKind.Relative), "main form", ("Database", elsewhere))));
        Assert.False(Directory.Exists(elsewhere));
    }

    [Fact]
    public async Task A_file_without_a_bank_or_a_file_is_not_taken_over()
    {
        using var drawer = Opened();
        Assert.Equal("import-not-readable", await CodeAsync(await SubmitAsync(new("/import", UriKind.Relative), "main form", ("Bank", "www.asagiri.test"), ("Password", "x"))));
        Assert.Empty(HeldCertificate.All(desk.Home));
    }

    private Drawer Opened()
    {
        var keys = desk.Server.Services.GetRequiredService<OpenedKeys>();
        Assert.Null(keys.Open(Vault.Open(desk.Home, "a passphrase of words")));
        return new Drawer(desk.Home, keys.Vault);
    }

    private async Task<IHtmlDocument> PageAsync(string path)
    {
        var answer = await window.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStreamAsync(Cancel), Cancel);
    }

    private async Task<HttpResponseMessage> SubmitAsync(Uri page, string form, params (string Name, string Value)[] fields)
    {
        var shown = (IHtmlFormElement)(await PageAsync($"{page}")).QuerySelector(form)!;
        var sent = shown.Elements.OfType<IHtmlInputElement>().Where(input => input.Name is not null && !fields.Any(field => field.Name == input.Name))
            .Select(input => KeyValuePair.Create(input.Name!, input.Value)).Concat(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await window.PostAsync(page, new FormUrlEncodedContent(sent), Cancel);
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        (await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStreamAsync(Cancel), Cancel)).QuerySelector(".alert .code code")?.TextContent;
}
