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
                await SendAsync(bank, master, path, form, [.. FieldsOf(master.Page.QuerySelector(form)!).Select(name => (name, ""))]);
                await SendAsync(bank, master, path, form, []);
                sent += 2;
                await master.OpenAsync(bank.Cert(path));
            }
        }

        Assert.InRange(sent, 8, 200);
    }

    private static async Task SendAsync(TestBank bank, TestBrowser master, string path, string form, IReadOnlyList<(string, string)> fields)
    {
        await master.OpenAsync(bank.Cert(path));
        await master.SubmitAllAsync(form, fields);
        Assert.True((int)master.Status < 500, $"{path} {form}: {master.Status}");
        Assert.DoesNotContain("field is", master.Text("main"), StringComparison.Ordinal);
        Assert.DoesNotContain("invalid", master.Text("main"), StringComparison.Ordinal);
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
