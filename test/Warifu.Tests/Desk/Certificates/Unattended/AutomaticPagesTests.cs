using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using Warifu.Desk.Certificates.Unattended;
using Warifu.Desk.Keys;
using Warifu.Tests.Desk.Shell;
using Warifu.Tests.Pki;

namespace Warifu.Tests.Desk.Certificates.Unattended;

public sealed class AutomaticPagesTests : IAsyncLifetime
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private DeskProcess desk = null!;
    private HttpClient window = null!;
    private Drawer drawer = null!;

    public async ValueTask InitializeAsync()
    {
        desk = await DeskProcess.StartAsync();
        window = await desk.AdmittedAsync();
        var keys = desk.Server.Services.GetRequiredService<OpenedKeys>();
        Assert.Null(keys.Open(Vault.Open(desk.Home, "a passphrase of words")));
        drawer = new Drawer(desk.Home, keys.Vault);
    }

    public async ValueTask DisposeAsync()
    {
        drawer.Dispose();
        window.Dispose();
        await desk.DisposeAsync();
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task The_first_run_asks_once_prefers_neither_answer_and_remembers_it(string answer)
    {
        var buttons = (await PageAsync("/")).QuerySelectorAll("[aria-labelledby=automatic] button").ToList();
        Assert.Equal(["true", "false"], buttons.Select(button => button.GetAttribute("value")));
        Assert.Single(buttons.Select(button => button.ClassName).Distinct());
        await SubmitAsync("/", "[aria-labelledby=automatic] form", ("wanted", answer));
        Assert.Equal(answer == "true", new UnattendedChoice(desk.Home, desk.Time).Wanted);
        Assert.Null((await PageAsync("/")).QuerySelector("[aria-labelledby=automatic]"));
        Assert.Equal(answer == "true", (await PageAsync("/automatic")).QuerySelector($".notice a[href='/settings']") is not null);
        Assert.Equal(answer, (await PageAsync("/automatic")).QuerySelector("input[name=wanted][checked]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_certificate_that_ends_in_days_is_told_on_the_list_with_the_way_to_renew_it()
    {
        var held = drawer.Put("minato01", desk.Time.GetUtcNow().AddDays(-360));
        var told = (await PageAsync("/")).QuerySelector("[role=alert]")!;
        Assert.Contains("有効期限が近づいています（残り5日）", told.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/renew?serial={held.Serial}", told.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Details_say_since_when_it_may_be_renewed_when_it_will_be_and_what_was_in_the_way()
    {
        var held = drawer.Put("minato01", desk.Time.GetUtcNow().AddDays(-10));
        Assert.Contains("許可していません", await TextAsync($"/certificates/{held.Serial}", "[aria-labelledby=renewal]"), StringComparison.Ordinal);
        var plan = RenewalPlan.Draw(held.Serial) with { Lot = 0, AllowedSince = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero) };
        plan.Keep(desk.Home);
        var allowed = await TextAsync($"/certificates/{held.Serial}?lang=en", "[aria-labelledby=renewal]");
        Assert.Contains("since 2 Jan 2026", allowed, StringComparison.Ordinal);
        Assert.Contains(held.RenewableFrom.AddHours(9).ToString("d MMM yyyy", System.Globalization.CultureInfo.InvariantCulture), allowed, StringComparison.Ordinal);
        (plan with { Last = new(desk.Time.GetUtcNow(), Warifu.Desk.DeskRefusals.Unreachable) }).Keep(desk.Home);
        Assert.Contains("server-unreachable", await TextAsync($"/certificates/{held.Serial}", "[aria-labelledby=renewal]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_renewed_is_told_until_its_receipt_was_seen_and_the_receipt_is_handed_out()
    {
        var old = drawer.Put("minato01", desk.Time.GetUtcNow().AddDays(-340));
        var next = drawer.Put("minato01", desk.Time.GetUtcNow().AddDays(-1));
        using var pair = next.WithKey(drawer.Vault).Value;
        var content = RenewalReceipt.Of(old, next, new(Guid.NewGuid(), next.KeyName, desk.Time.GetUtcNow()), desk.Time.GetUtcNow()).Sign([pair], next.Chain, desk.Time.GetUtcNow());
        RenewalReceipt.Keep(desk.Home, next.Serial, content);
        Assert.Contains("自動で更新しました", await TextAsync("/", ".done"), StringComparison.Ordinal);
        Assert.Contains(old.Serial.Hex, await TextAsync("/automatic", $"[aria-labelledby=r-{next.Serial}]"), StringComparison.Ordinal);
        Assert.Null((await PageAsync("/")).QuerySelector(".done"));
        Assert.Equal(content, await window.GetByteArrayAsync($"/automatic?handler=Receipt&serial={next.Serial}", Cancel));
        Assert.Equal(HttpStatusCode.NotFound, (await window.GetAsync($"/automatic?handler=Receipt&serial={old.Serial}", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Leave_is_not_asked_for_without_a_password_nor_for_a_certificate_that_is_not_here()
    {
        var held = drawer.Put("minato01", desk.Time.GetUtcNow().AddDays(-10));
        var refused = await SubmitAsync($"/certificates/{held.Serial}/automatic", "main form");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("desk-password-missing", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Null(new UnattendedChoice(desk.Home, desk.Time).Wanted);
        Assert.Equal(HttpStatusCode.NotFound, (await window.GetAsync($"/certificates/{TestAuthorities.Born.Ticks:x16}/automatic", Cancel)).StatusCode);
    }

    private async Task<string> TextAsync(string path, string selector) => (await PageAsync(path)).QuerySelector(selector)!.TextContent;

    private async Task<IHtmlDocument> PageAsync(string path)
    {
        var answer = await window.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStreamAsync(Cancel), Cancel);
    }

    private async Task<HttpResponseMessage> SubmitAsync(string page, string form, params (string Name, string Value)[] fields)
    {
        var shown = (IHtmlFormElement)(await PageAsync(page)).QuerySelector(form)!;
        var sent = shown.Elements.OfType<IHtmlInputElement>().Where(input => input.Name is not null && !fields.Any(field => field.Name == input.Name))
            .Select(input => KeyValuePair.Create(input.Name!, input.Value)).Concat(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await window.PostAsync(shown.GetAttribute("action") ?? page, new FormUrlEncodedContent(sent), Cancel);
    }
}
