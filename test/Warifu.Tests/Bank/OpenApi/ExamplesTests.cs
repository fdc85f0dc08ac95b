using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Warifu.Tests.Bank.Consents;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.OpenApi;

/// <summary>The examples on the page for developers run as they stand there; a service's own names are put into their variables, and nothing else is changed.</summary>
public sealed class ExamplesTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task By_curl_a_service_links_an_account_reads_it_and_refreshes()
    {
        await using var example = await ShownExample.TakeAsync(cluster, "curl", "link.sh");
        var program = example.Start("bash", "-e", "link.sh");
        var address = await LineAsync(program);
        Assert.Contains($"&iss={example.Issuer}", await LineAsync(program), StringComparison.Ordinal);
        var back = await example.AllowAsync(address);
        await program.StandardInput.WriteLineAsync(Regex.Match(back.Query, "code=([^&]+)").Groups[1].Value);
        var read = (await program.StandardOutput.ReadToEndAsync(Cancel)).Split("}{");
        Assert.Equal(2, read.Length);
        Assert.NotEqual(0, JsonElement.Parse(read[0] + "}").GetProperty("accounts").GetArrayLength());
        Assert.Equal("Bearer", JsonElement.Parse("{" + read[1]).Text("token_type"));
        await EndedAsync(program);
    }

    [Fact]
    [Trait("takes", "long")]
    public async Task In_CSharp_a_service_links_an_account_reads_it_and_refreshes()
    {
        await using var example = await ShownExample.TakeAsync(cluster, "csharp", "link.cs");
        var program = example.Start("dotnet", "run", "link.cs");
        var back = await example.AllowAsync(await LineAsync(program));
        await program.StandardInput.WriteLineAsync(back.AbsoluteUri);
        Assert.NotEqual(0, JsonElement.Parse(await LineAsync(program)).GetProperty("accounts").GetArrayLength());
        Assert.True(int.Parse(await LineAsync(program)) > 0);
        await EndedAsync(program);
    }

    private static async Task<string> LineAsync(Process program) =>
        await program.StandardOutput.ReadLineAsync(Cancel) ?? throw new InvalidOperationException(await program.StandardError.ReadToEndAsync(Cancel));

    private static async Task EndedAsync(Process program)
    {
        await program.WaitForExitAsync(Cancel);
        Assert.True(program.ExitCode == 0, await program.StandardError.ReadToEndAsync(Cancel));
    }
}
