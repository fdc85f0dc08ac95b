using System.Reflection;
using System.Text.RegularExpressions;
using Warifu.Bank.Clients;
using Warifu.Bank.Consents;
using Warifu.Bank.Consents.Tokens;
using Warifu.Bank.OpenApi;
using Warifu.Wire;

namespace Warifu.Tests.Bank.Consents;

/// <summary>No refusal of the API link is without its test.</summary>
public sealed class LinkRefusalsTests
{
    private static readonly Type[] Lists =
    [
        typeof(ConsentRefusals), typeof(RequestRefusals), typeof(GrantRefusals), typeof(DpopRefusals), typeof(ClientRefusals), typeof(ApiRefusals), typeof(ClientChecks), typeof(ClientFile),
    ];

    [Fact]
    public void Each_is_named_in_a_test_by_its_code_or_its_field()
    {
        var tests = string.Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "test", "Warifu.Tests", "Bank"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var refusals = Lists.SelectMany(list => list
            .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => field.FieldType == typeof(Refusal))
            .Select(field => (Field: $"{list.Name}.{field.Name}", ((Refusal)field.GetValue(null)!).Code))).ToList();
        Assert.True(refusals.Count > 60);
        Assert.All(refusals, refusal => Assert.Matches($"(?<![a-z-]){refusal.Code}(?![a-z-])|{Regex.Escape(refusal.Field)}", tests));
    }
}
