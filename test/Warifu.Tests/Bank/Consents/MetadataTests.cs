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
        foreach (var address in metadata.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String).Select(member => member.Value.GetString()!))
            Assert.NotEqual(404, address == bank.Api("") || address.EndsWith("/grants", StringComparison.Ordinal) ? 0 : (int)(await program.GetAsync(address, TestContext.Current.CancellationToken)).StatusCode);
        Golden.Holds("consents/metadata.json", Regex.Replace(text, ":[0-9]{4,5}", "", RegexOptions.None, TimeSpan.FromSeconds(1)).Replace(",\"", ",\n\"", StringComparison.Ordinal) + "\n");
    }
}
