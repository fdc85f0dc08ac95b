using System.Diagnostics;
using System.Text.Json;
using Warifu.Stories;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>The program as customers install it, as a process of its own, verb by verb.</summary>
public sealed class WhenTheProgramIsUsedFromACommandLine(TheWorld world) : IDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private readonly string home = Directory.CreateTempSubdirectory("warifu-desk-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public async Task Every_verb_does_its_work_and_answers_in_JSON()
    {
        await Hubs.RevokeAsync(world, People.General, Cancel);
        var told = world.Told;
        await DoAsync("", "settings", "--server-ca", told.ServerCa, "--bank-address", $"9972={told.BankCert}");
        var issued = await DoAsync(told.Of(People.General).Password, "issue", "--bank", $"{told.BankWww}", "--login-id", People.General);
        Assert.StartsWith($"{People.General} A003 ", issued.GetProperty("commonName").GetString(), StringComparison.Ordinal);
        var listed = await DoAsync("", "certificates");
        Assert.Equal(issued.GetProperty("serial").GetString(), listed[0].GetProperty("serial").GetString());

        using var member = new Visitor(world.World.Addresses.Hub, null, world.PcOf(People.General, "member").Folder, japanese: true);
        await Hubs.SignInAndRegisterAsync(world, member, Cancel);
        var paired = await DoAsync(await Hubs.IssueKeyAsync(member, Cancel), "pair", "--hub", $"{told.HubAgents}", "--name", "経理の PC");
        Assert.Equal(People.OfficeName, paired.GetProperty("officeName").GetString());
        var link = (await DoAsync("", "links"))[0].GetProperty("linkId").GetString()!;
        await DoAsync(told.Of(People.General).Password, "password", "--link", link);
        var fetched = await DoAsync("", "fetch");
        Assert.True(fetched.GetProperty("proven").GetBoolean());
        Assert.Equal(482, fetched.GetProperty("total").GetInt32());

        await Hubs.RevokeAsync(world, People.General, Cancel);
        Assert.Equal("certificate-revoked", (await DoAsync("", refused: true, "fetch")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task What_is_wrong_is_told_with_its_code_and_nothing_is_sent()
    {
        var told = world.Told;
        Assert.Equal("desk-not-paired", (await DoAsync("", refused: true, "links")).GetProperty("code").GetString());
        Assert.Equal("server-not-trusted", (await DoAsync("x", refused: true, "issue", "--bank", $"{told.BankWww}", "--login-id", People.General)).GetProperty("code").GetString());
        Assert.Equal("server-unreachable", (await DoAsync("x", refused: true, "issue", "--bank", "https://localhost:1", "--login-id", People.General)).GetProperty("code").GetString());
        Assert.Equal("pairing-key-form", (await DoAsync("not a key", refused: true, "pair", "--hub", $"{told.HubAgents}")).GetProperty("code").GetString());
        Assert.Equal("desk-passphrase-wrong", (await DoAsync("", refused: true, "another", ["links"])).GetProperty("code").GetString());
    }

    private Task<JsonElement> DoAsync(string input, params string[] words) => DoAsync(input, refused: false, "the passphrase", words);

    private Task<JsonElement> DoAsync(string input, bool refused, params string[] words) => DoAsync(input, refused, "the passphrase", words);

    private async Task<JsonElement> DoAsync(string input, bool refused, string passphrase, string[] words)
    {
        var start = new ProcessStartInfo(Path.Combine(Checkout.Root, "artifacts", "bin", "Warifu.Desk.App", "debug", "warifu-desk"), [.. words, "--json", "--home", home])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["WARIFU_DESK_PASSPHRASE"] = passphrase;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        var output = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.True(process.ExitCode == (refused ? 1 : 0), $"{string.Join(' ', words)}: {process.ExitCode}\n{output}{await errors}");
        Assert.True(output.Length > 0, $"{string.Join(' ', words)} said nothing: {await errors}");
        return JsonDocument.Parse(output).RootElement;
    }
}
