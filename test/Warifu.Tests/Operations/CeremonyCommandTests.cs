using System.Text.Json;
using Warifu.Authority;
using Warifu.Tests.Authority;
using Warifu.Tests.Postgres;
using Warifu.Tests.Tokens;

namespace Warifu.Tests.Operations;

/// <summary>The ceremony as people hold it, by the program.</summary>
public sealed class CeremonyCommandTests(TestCluster cluster) : IAsyncLifetime
{
    private TestAuthority authority = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => authority = await TestAuthority.MakeAsync(cluster);

    public ValueTask DisposeAsync() => authority.DisposeAsync();

    [Fact]
    public async Task It_shows_what_it_makes_makes_it_and_refuses_a_second_time_without_a_change()
    {
        using var program = new WarifuProgram(authority.Settings);
        string[] words = ["ceremony", program.Lay("ceremony.yaml", TestAuthority.Description), "--yes", "--held-by", "山田花子", "--held-by", "Taro Sato"];

        var first = await program.RunAsync(words);
        var before = Files();
        var second = await program.RunAsync(words);
        var japanese = await program.With("LC_ALL", "ja_JP.UTF-8").RunAsync(words);

        Assert.True(first.Code == 0, first.Errors);
        Assert.Contains("issuing authority for customers of bank 9972", first.Output, StringComparison.Ordinal);
        Assert.Contains("The ceremony is held.", first.Output, StringComparison.Ordinal);
        Assert.Equal(69, second.Code);
        Assert.Contains("This ceremony has been held before.", second.Errors, StringComparison.Ordinal);
        Assert.Contains("ceremony-held-before", second.Errors, StringComparison.Ordinal);
        Assert.Equal(69, japanese.Code);
        Assert.Contains("この儀式はすでに行われました。", japanese.Errors, StringComparison.Ordinal);
        Assert.Equal(before, Files());
        using var transcript = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(authority.Settings.Folder, "ceremony-1.transcript.json"), Cancel));
        Assert.Equal(["山田花子", "Taro Sato"], transcript.RootElement.GetProperty("heldBy").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task Without_a_yes_without_a_name_or_without_its_file_nothing_is_made()
    {
        using var program = new WarifuProgram(authority.Settings);
        var file = program.Lay("ceremony.yaml", TestAuthority.Description);

        var nameless = await program.RunAsync("ceremony", file, "--yes");
        var missing = await program.RunAsync("ceremony", file + ".not", "--yes", "--held-by", "A");
        var unsound = await program.RunAsync("ceremony", program.Lay("wrong.yaml", "publishedAt: nowhere\n"), "--yes", "--held-by", "A");

        Assert.Equal(1, nameless.Code);
        Assert.Contains("--held-by", nameless.Errors, StringComparison.Ordinal);
        Assert.Equal((69, true), (missing.Code, missing.Errors.Contains("file-missing", StringComparison.Ordinal)));
        Assert.Equal((69, true), (unsound.Code, unsound.Errors.Contains("(ceremony-published-at)", StringComparison.Ordinal)));
        Assert.False(Directory.Exists(authority.Settings.Folder));
    }

    [Fact]
    public async Task Interrupted_by_a_lost_database_it_is_run_again_and_goes_on_with_the_same_keys()
    {
        using var program = new WarifuProgram(authority.Settings);
        string[] words = ["ceremony", program.Lay("ceremony.yaml", TestAuthority.Description), "--yes", "--held-by", "A"];

        var lost = await program.With("WARIFU_AUTHORITY_OWNER_CONNECTION", "Host=/nowhere;Username=nobody;Database=none;Timeout=1").RunAsync(words);
        var keys = Files().Where(file => file.Name.EndsWith(".key.pem", StringComparison.Ordinal)).ToList();
        var again = await program.With("WARIFU_AUTHORITY_OWNER_CONNECTION", authority.Settings.OwnerConnection).RunAsync(words);

        Assert.Equal((69, true), (lost.Code, lost.Errors.Contains("database-away", StringComparison.Ordinal)));
        Assert.Equal(TestAuthority.Plan.Authorities.Count, keys.Count);
        Assert.True(again.Code == 0, again.Errors);
        Assert.Equal(keys, Files().Where(file => file.Name.EndsWith(".key.pem", StringComparison.Ordinal)));
        await using var office = await authority.OpenAsync();
        Assert.NotNull(office.AuthorityOf(TestAuthority.Asagiri));
    }

    [Fact]
    public async Task Keys_are_made_in_a_token_whose_pin_stands_in_a_file_and_the_later_ceremony_is_the_same_command()
    {
        using var soft = await SoftToken.MakeAsync();
        using var program = new WarifuProgram(authority.Settings, soft);
        var yaml = TestAuthority.Description.Replace("    key: P-256\n", $"    key: P-256\n    token: {soft.Label}\n", StringComparison.Ordinal);
        const string Next = """
            publishedAt: http://localhost:7400
            standingRoot: root
            issuing:
              - id: asagiri-g2
                role: customers
                bank: "9972"
                subject: { country: JP, organisation: (9972)Asagiri Credit Union, commonName: (9972)Asagiri CA - G2 }
                key: P-256
                validYears: 9
                pathLength: 0
            """;

        var first = await program.RunAsync("ceremony", program.Lay("ceremony.yaml", yaml), "--yes", "--held-by", "A");
        var later = await program.RunAsync("ceremony", program.Lay("next.yaml", Next), "--yes", "--held-by", "A");
        var status = await program.RunAsync("status");

        Assert.True(first.Code == 0, first.Errors);
        Assert.True(later.Code == 0, later.Errors);
        Assert.DoesNotContain(SoftToken.Pin, first.Output + first.Errors + status.Output, StringComparison.Ordinal);
        Assert.Contains("asagiri-g1", await soft.ListAsync(), StringComparison.Ordinal);
        Assert.Contains($"token {soft.Label}", status.Output, StringComparison.Ordinal);
        Assert.Contains("asagiri-g2", status.Output, StringComparison.Ordinal);
        await using var office = await AuthorityOffice.OpenAsync(authority.Settings with { Token = soft.Settings }, cancel: Cancel);
        Assert.Equal("(9972)Asagiri CA - G2", office.AuthorityOf(TestAuthority.Asagiri)!.Subject!.CommonName);
    }

    private List<(string Name, string Content)> Files() =>
    [
        .. Directory.GetFiles(authority.Settings.Folder).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), Convert.ToHexString(File.ReadAllBytes(file)))),
    ];
}
