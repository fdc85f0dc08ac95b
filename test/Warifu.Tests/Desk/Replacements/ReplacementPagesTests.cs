using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using Warifu.Desk.Certificates;
using Warifu.Desk.Keys;
using Warifu.Tests.Desk.Shell;
using Warifu.Wire.Enrolment;

namespace Warifu.Tests.Desk.Replacements;

/// <summary>What the screens show of a request when its bank is away; journeys play it with a bank.</summary>
public sealed class ReplacementPagesTests : IAsyncLifetime
{
    // Nobody listens there.
    private static readonly Uri Away = new("https://localhost:1");
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private DeskProcess desk = null!;
    private HttpClient window = null!;
    private Vault vault = null!;

    public async ValueTask InitializeAsync()
    {
        desk = await DeskProcess.StartAsync();
        window = await desk.AdmittedAsync();
        var keys = desk.Server.Services.GetRequiredService<OpenedKeys>();
        Assert.Null(keys.Open(Vault.Open(desk.Home, "a passphrase of words")));
        vault = keys.Vault;
        desk.Server.Services.GetRequiredService<KnownBanks>().Confirm(Away);
    }

    public async ValueTask DisposeAsync()
    {
        window.Dispose();
        await desk.DisposeAsync();
    }

    [Fact]
    public async Task The_code_stays_readable_while_the_bank_is_away_and_is_spelt_for_who_hears_it()
    {
        var asked = Put(ReplacementState.Waiting);
        var page = await PageAsync($"/replacements/{asked.RequestKey}");
        Assert.Equal("server-unreachable", page.QuerySelector(".alert .code code")!.TextContent);
        Assert.Equal("ABCD-2345", page.QuerySelector(".read-aloud [aria-hidden]")!.TextContent);
        Assert.Equal("A B C D 2 3 4 5", page.QuerySelector(".read-aloud .visually-hidden")!.TextContent);
        Assert.Equal("Waiting", await window.GetStringAsync($"/replacements/{asked.RequestKey}?handler=State", Cancel));
    }

    [Theory]
    [InlineData(ReplacementState.Waiting, "承認を待っています")]
    [InlineData(ReplacementState.Approved, "承認されました")]
    [InlineData(ReplacementState.Open, "証明書を取得できます")]
    [InlineData(ReplacementState.Done, "証明書は発行されました")]
    [InlineData(ReplacementState.Stopped, "取りやめられました")]
    [InlineData(ReplacementState.Expired, "期限が過ぎました")]
    public async Task Each_standing_has_its_words_on_its_page_and_in_the_list(ReplacementState state, string words)
    {
        var asked = Put(state);
        var page = await PageAsync($"/replacements/{asked.RequestKey}");
        Assert.EndsWith(words, page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(state is ReplacementState.Open or ReplacementState.Done, page.QuerySelector("a.button[href^='/issue']") is not null);
        Assert.Equal(state is ReplacementState.Stopped or ReplacementState.Expired, page.QuerySelector("form[action$='handler=Again']") is not null);
        Assert.Contains(words, (await PageAsync("/")).QuerySelector(".notice .what")!.TextContent, StringComparison.Ordinal);
        // Who asks once more is led to what waits already.
        Assert.Equal($"/replacements/{asked.RequestKey}", $"{(await window.GetAsync($"/replace?bank={Uri.EscapeDataString("https://localhost:1")}&loginId=minato03", Cancel)).Headers.Location}");
    }

    [Fact]
    public async Task A_request_that_is_dropped_takes_its_key_with_it_and_then_is_gone()
    {
        var asked = Put(ReplacementState.Stopped);
        var path = $"/replacements/{asked.RequestKey}";
        Assert.Equal("/replace?bank=https%3A%2F%2Flocalhost%3A1&loginId=minato03", $"{(await SubmitAsync(path, "form[action$='handler=Again']")).Headers.Location}");
        Assert.Empty(Asking.Unanswered(desk.Home));
        Assert.Null(vault.GetKey(asked.KeyName));
        var gone = await window.SendAsync(new(HttpMethod.Get, path) { Headers = { { "Accept", "text/html" } } }, Cancel);
        Assert.Equal("desk-replacement-gone", await CodeAsync(gone));
    }

    [Fact]
    public async Task Nothing_is_begun_without_a_name_of_the_PC_or_with_a_bank_that_does_not_answer()
    {
        var path = "/replace?bank=https%3A%2F%2Flocalhost%3A1";
        Assert.Equal("desk-replacement-missing", await CodeAsync(await SubmitAsync(path, "main form", ("LoginId", "minato03"), ("Password", "Login-0003"), ("Pc", " "))));
        var begun = await SubmitAsync(path, "main form", ("LoginId", "minato03"), ("Password", "Login-0003"), ("Pc", "経理の新しいPC"));
        Uri? settled = null;
        await Until.TrueAsync(async () => (settled = (await window.GetAsync(begun.Headers.Location!, Cancel)).Headers.Location) is not null);
        var refused = await window.GetAsync(settled!, Cancel);
        var page = await ReadAsync(refused);
        Assert.Equal("server-unreachable", page.QuerySelector(".alert .code code")!.TextContent);
        Assert.Equal(("minato03", "経理の新しいPC"), (page.QuerySelector("#LoginId")!.GetAttribute("value"), page.QuerySelector("#Pc")!.GetAttribute("value")));
        Assert.Empty(Asking.Unanswered(desk.Home));
    }

    [Fact]
    public void That_the_old_certificate_stands_is_no_last_word_on_a_request_to_take_over_from_it()
    {
        var asked = Put(ReplacementState.Approved);
        var stillValid = Warifu.Bank.Enrolment.EnrolmentRefusals.StillValid;
        Assert.False(asked.IsLastWord(stillValid));
        Assert.True((asked with { NewPc = null }).IsLastWord(stillValid));
        Assert.True(asked.IsLastWord(Warifu.Bank.Enrolment.EnrolmentRefusals.Replaced));
    }

    private Asking Put(ReplacementState state)
    {
        var now = desk.Time.GetUtcNow();
        var standing = new ReplacementStanding(state, "ABCD-2345", now.AddHours(1), state == ReplacementState.Waiting ? null : now.AddHours(24), state == ReplacementState.Waiting ? null : now.AddDays(8));
        var asked = Asking.TakeUpOrBegin(desk.Home, vault, place: null, usual: null, Away, "minato03", renews: null, step: null).Value with { NewPc = new("経理の新しいPC", standing) };
        asked.Keep(desk.Home);
        return asked;
    }

    private async Task<IHtmlDocument> PageAsync(string path)
    {
        var answer = await window.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await ReadAsync(answer);
    }

    private async Task<HttpResponseMessage> SubmitAsync(string path, string form, params (string Name, string Value)[] fields)
    {
        var shown = (IHtmlFormElement)(await PageAsync(path)).QuerySelector(form)!;
        var sent = shown.Elements.OfType<IHtmlInputElement>().Where(input => input.Name is not null && !fields.Any(field => field.Name == input.Name))
            .Select(input => KeyValuePair.Create(input.Name!, input.Value)).Concat(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await window.PostAsync(shown.GetAttribute("action") ?? path, new FormUrlEncodedContent(sent), Cancel);
    }

    private static async Task<IHtmlDocument> ReadAsync(HttpResponseMessage answer) =>
        await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStreamAsync(Cancel), Cancel);

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) => (await ReadAsync(answer)).QuerySelector(".alert .code code")?.TextContent;
}
