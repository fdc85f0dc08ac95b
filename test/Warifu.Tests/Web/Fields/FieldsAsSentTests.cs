using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Warifu.Tests.Bank;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Web.Fields;

public sealed class FieldsAsSentTests(TestCluster cluster)
{
    /// <summary>Each form of each page of a session, with every field left empty, and with every field left away.</summary>
    [Fact]
    public async Task An_empty_form_is_refused_by_the_page_in_its_own_words()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var master = await bank.SignedInAsync("minato01");
        var sent = 0;
        foreach (var path in Pages(bank))
        {
            await master.OpenAsync(bank.Cert(path));
            var forms = master.Page.QuerySelectorAll<IHtmlFormElement>("main form[method=post]").Select(form => form.GetSelector()).ToList();
            foreach (var form in forms)
            {
                sent += await SendAsync(bank, master, path, form, leftAway: false);
                sent += await SendAsync(bank, master, path, form, leftAway: true);
            }
        }

        Assert.InRange(sent, 8, 200);
    }

    /// <returns>Whether it was sent: a form may be gone after what was sent before, as that of a notice that was seen.</returns>
    private static async Task<int> SendAsync(TestBank bank, TestBrowser master, string path, string selector, bool leftAway)
    {
        await master.OpenAsync(bank.Cert(path));
        if (master.Page.QuerySelector(selector) is not { } form)
            return 0;
        await master.SubmitAllAsync(selector, leftAway ? [] : [.. FieldsOf(form).Select(name => (name, ""))]);
        Assert.True((int)master.Status < 500, $"{path} {selector}: {master.Status}");
        Assert.DoesNotContain("field is", master.Text("main"), StringComparison.Ordinal);
        Assert.DoesNotContain("invalid", master.Text("main"), StringComparison.Ordinal);
        return 1;
    }

    private static IEnumerable<string> FieldsOf(IElement form) => form.QuerySelectorAll<IHtmlInputElement>("input")
        .Where(input => input.Type is not ("hidden" or "radio" or "checkbox") && input.Name is not null).Select(input => input.Name!);

    /// <summary>Every page that has no parameters, save the one that ends the session.</summary>
    private static IEnumerable<string> Pages(TestBank bank) =>
        from endpoint in bank.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null && endpoint.RoutePattern.Parameters.Count == 0
        let path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        where path is not "/sign-out"
        select path;
}
