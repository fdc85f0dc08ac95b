using Warifu.Stories;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>The program as customers install it, as a process of its own, verb by verb.</summary>
public sealed class WhenTheProgramIsUsedFromACommandLine(TheWorld world) : IDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private readonly DeskAtATerminal desk = new();

    public void Dispose() => desk.Dispose();

    [Fact]
    public async Task Every_verb_does_its_work_and_answers_in_JSON()
    {
        await Hubs.RevokeAsync(world, People.General, Cancel);
        var told = world.Told;
        await desk.DoAsync("", "settings", "--server-ca", told.ServerCa, "--bank-address", $"9972={told.BankCert}");
        var issued = await desk.DoAsync(told.Of(People.General).Password, "issue", "--bank", $"{told.BankWww}", "--login-id", People.General);
        Assert.StartsWith($"{People.General} A003 ", issued.GetProperty("commonName").GetString(), StringComparison.Ordinal);
        var listed = await desk.DoAsync("", "certificates");
        Assert.Equal(issued.GetProperty("serial").GetString(), listed[0].GetProperty("serial").GetString());

        using var member = new Visitor(world.World.Addresses.Hub, null, world.PcOf(People.General, "member").Folder, japanese: true);
        await Hubs.SignInAndRegisterAsync(world, member, Cancel);
        var paired = await desk.DoAsync(await Hubs.IssueKeyAsync(member, Cancel), "pair", "--hub", $"{told.HubAgents}", "--name", "経理の PC");
        Assert.Equal(People.OfficeName, paired.GetProperty("officeName").GetString());
        var link = (await desk.DoAsync("", "links"))[0].GetProperty("linkId").GetString()!;
        await desk.DoAsync(told.Of(People.General).Password, "password", "--link", link);
        var fetched = await desk.DoAsync("", "fetch");
        Assert.True(fetched.GetProperty("proven").GetBoolean());
        Assert.Equal(482, fetched.GetProperty("total").GetInt32());

        await Hubs.RevokeAsync(world, People.General, Cancel);
        Assert.Equal("certificate-revoked", (await desk.RefusedAsync("", "fetch")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task What_is_wrong_is_told_with_its_code_and_nothing_is_sent()
    {
        var told = world.Told;
        Assert.Equal("desk-not-paired", (await desk.RefusedAsync("", "links")).GetProperty("code").GetString());
        Assert.Equal("server-not-trusted", (await desk.RefusedAsync("x", "issue", "--bank", $"{told.BankWww}", "--login-id", People.General)).GetProperty("code").GetString());
        Assert.Equal("server-unreachable", (await desk.RefusedAsync("x", "issue", "--bank", "https://localhost:1", "--login-id", People.General)).GetProperty("code").GetString());
        Assert.Equal("pairing-key-form", (await desk.RefusedAsync("not a key", "pair", "--hub", $"{told.HubAgents}")).GetProperty("code").GetString());
        Assert.Equal("desk-passphrase-wrong", (await desk.RefusedAsync("", ["links"], passphrase: "another")).GetProperty("code").GetString());
    }
}
