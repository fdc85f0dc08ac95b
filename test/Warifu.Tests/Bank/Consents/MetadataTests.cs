using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Warifu.Tests.Postgres;
using Warifu.Tests.Samples;

namespace Warifu.Tests.Bank.Consents;

/// <summary>What the authorization server says of itself, word for word, and that what it names is there.</summary>
public sealed class MetadataTests(TestCluster cluster)
{
    [Fact]
    public async Task It_says_what_it_is_and_every_page_and_endpoint_it_names_answers()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var program = bank.PlainClient();
        var text = await program.GetStringAsync(bank.Api("/.well-known/oauth-authorization-server"), TestContext.Current.CancellationToken);
        Assert.Equal(text, await program.GetStringAsync(bank.Api("/.well-known/openid-configuration"), TestContext.Current.CancellationToken));
        var metadata = JsonElement.Parse(text);
        Assert.Equal(bank.Api(""), metadata.GetProperty("issuer").GetString());
        foreach (var member in metadata.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String && member.Name is not ("issuer" or "grant_management_endpoint")))
        {
            var isCalled = member.Name.EndsWith("_endpoint", StringComparison.Ordinal) && member.Name != "authorization_endpoint";
            using var request = new HttpRequestMessage(isCalled ? HttpMethod.Post : HttpMethod.Get, member.Value.GetString()) { Version = new(2, 0) };
            using var answer = await program.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode != System.Net.HttpStatusCode.NotFound, member.Name);
        }
        var written = Regex.Replace(text, ":[0-9]{4,5}", "", RegexOptions.None, TimeSpan.FromSeconds(1)).Replace(",\"", ",\n\"", StringComparison.Ordinal) + "\n";
        Golden.Same("test/Warifu.Tests/Bank/Consents/metadata.json", Encoding.UTF8.GetBytes(written));
    }
}
