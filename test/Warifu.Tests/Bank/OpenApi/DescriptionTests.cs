using System.Text.Json;
using Warifu.Tests.Bank.Consents;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.OpenApi;

/// <summary>The description says what the API does: each path it names answers, and each answer has the members it says, and no others.</summary>
public sealed class DescriptionTests(TestCluster cluster)
{
    [Fact]
    public async Task Every_answer_is_as_the_description_says()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var tokens = await service.LinkAsync(browser, "minato03", request => request["authorization_details"] =
            """[{"type":"accounts"},{"type":"balances"},{"type":"transactions"},{"type":"deposit-transactions"}]""");
        var account = tokens.GetProperty("authorization_details")[0].GetProperty("accounts")[0].GetString()!;
        // A second page, and a transfer that arrived.
        await bank.ExecuteAsync("""
            insert into statement_line (bank_code, account_key, booked_on, place, value_on, amount, balance, kind, description, counterparty)
            select '9972', @account, '2026-11-02', n * 1000, '2026-11-02', 1, n, 11, 'N' || n, 'ｱｵﾊﾞ' from generate_series(1, 150) n
            """, new { account });
        using var program = bank.PlainClient();
        var description = JsonElement.Parse(await program.GetStringAsync(bank.Api("/openapi.json"), TestContext.Current.CancellationToken));
        Assert.Equal(("3.1.0", bank.Api("")), (description.GetProperty("openapi").GetString(), description.GetProperty("servers")[0].GetProperty("url").GetString()));
        var schemas = description.GetProperty("components").GetProperty("schemas");
        foreach (var path in description.GetProperty("paths").EnumerateObject())
        {
            var (status, body) = await service.GetAsync($"{path.Name}?accountId={account}&dateFrom=2026-11-01", tokens.GetProperty("access_token").GetString()!);
            Assert.Equal(200, status);
            var schema = path.Value.GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema");
            IsAs(path.Name, schema, body);
        }
        var (refused, problem) = await service.GetAsync("/accounts", "x");
        Assert.Equal(401, refused);
        IsAs("problem", schemas.GetProperty("Problem"), problem);

        void IsAs(string place, JsonElement schema, JsonElement value)
        {
            if (schema.TryGetProperty("$ref", out var name))
                schema = schemas.GetProperty(name.GetString()!.Split('/')[^1]);
            switch (schema.GetProperty("type").GetString())
            {
                case "object":
                    var known = schema.GetProperty("properties");
                    foreach (var required in schema.GetProperty("required").EnumerateArray())
                        Assert.True(value.TryGetProperty(required.GetString()!, out _), $"{place}: {required} is not there.");
                    foreach (var member in value.EnumerateObject())
                    {
                        Assert.True(known.TryGetProperty(member.Name, out var its), $"{place}: {member.Name} is not described.");
                        IsAs($"{place}.{member.Name}", its, member.Value);
                    }
                    break;
                case "array":
                    Assert.NotEqual(0, value.GetArrayLength());
                    foreach (var item in value.EnumerateArray())
                        IsAs(place + "[]", schema.GetProperty("items"), item);
                    break;
                case "string":
                    Assert.True(value.ValueKind == JsonValueKind.String, $"{place}: {value}");
                    if (schema.TryGetProperty("enum", out var among))
                        Assert.Contains(value.GetString(), among.EnumerateArray().Select(one => one.GetString()));
                    if (schema.TryGetProperty("pattern", out var pattern))
                        Assert.Matches(pattern.GetString()!, value.GetString());
                    break;
                case "integer":
                    Assert.True(value.TryGetInt64(out _), $"{place}: {value}");
                    break;
                case "boolean":
                    Assert.True(value.ValueKind is JsonValueKind.True or JsonValueKind.False, $"{place}: {value}");
                    break;
            }
        }
    }
}
