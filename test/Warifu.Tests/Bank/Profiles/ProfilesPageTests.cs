using System.Text.RegularExpressions;

namespace Warifu.Tests.Bank.Profiles;

/// <summary>docs/profiles.md tells what each value of a profile says.</summary>
public sealed class ProfilesPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "profiles.md"));

    [Theory]
    [InlineData("tsukinowa")]
    [InlineData("asagiri")]
    [InlineData("shiokaze")]
    public void Every_value_of_a_sample_is_explained(string bank)
    {
        var section = "";
        foreach (var line in Repository.Sample($"banks/{bank}.yaml").Split('\n'))
            if (Regex.Match(line, "^(?<in>  )?(?<key>[a-z-]+):(?<rest>.*)$", RegexOptions.ExplicitCapture) is { Success: true } found)
            {
                var key = found.Groups["key"].Value;
                if (!found.Groups["in"].Success)
                    section = key;
                var isSection = !found.Groups["in"].Success && found.Groups["rest"].Value.Split('#')[0].Trim().Length == 0;
                var name = found.Groups["in"].Success ? $"{section}.{key}" : key;
                if (!isSection && section is not ("help" or "faces"))
                    Assert.Contains($"`{name}`", Page, StringComparison.Ordinal);
            }
    }
}
