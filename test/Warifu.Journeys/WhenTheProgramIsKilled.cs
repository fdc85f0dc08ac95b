using Warifu.Desk.Certificates;
using Warifu.Desk.Connections;
using Warifu.Stories;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>The program on the PC ends before each of its numbered steps, and is started again.</summary>
public sealed class WhenTheProgramIsKilled(TheWorld world)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Issuing_taken_up_after_any_step_gives_one_certificate_and_no_second()
    {
        await Hubs.RevokeAsync(world, People.General, Cancel);
        for (var step = 2; step <= 6; step++)
        {
            var pc = world.PcOf(People.General, $"killed-{step}");
            await Assert.ThrowsAsync<Killed>(() => IssueAsync(pc, step));
            var taken = World.Value(await IssueAsync(pc, dieBefore: null));
            Assert.Single(HeldCertificate.All(pc.Folder));
            // The bank knows exactly this one: another is refused while it stands.
            Assert.Equal("certificate-still-valid", (await IssueAsync(world.PcOf(People.General, $"other-{step}"), dieBefore: null)).Refusal?.Code);
            Assert.Empty(Directory.GetFiles(world.PcOf(People.General, $"other-{step}").Folder.Path, "asking-*"));
            using (var visitor = await pc.AtTheBankAsync(taken, Cancel))
                Assert.Equal("/", visitor.Path);
            await Hubs.RevokeAsync(world, People.General, Cancel);
        }
    }

    [Fact]
    public async Task Fetching_taken_up_after_any_step_keeps_every_line_once()
    {
        await Hubs.RevokeAsync(world, People.General, Cancel);
        var pc = world.PcOf(People.General, "fetching");
        await pc.CertificateAsync(Cancel);
        using var member = new Visitor(world.World.Addresses.Hub, null, pc.Folder, japanese: true);
        await Hubs.SignInAndPairAsync(world, pc, member, Cancel);
        using var hub = pc.Connect();
        var link = World.Value(await hub.LinksAsync(Cancel)).Single();
        for (var step = 2; step <= 8; step++)
            await Assert.ThrowsAsync<Killed>(() => FetchAsync(pc, hub, link, step));
        var last = World.Value(await FetchAsync(pc, hub, link, dieBefore: null));
        Assert.Equal(0, last.Added);
        Assert.True(last.Proven);
        Assert.Equal(2, last.Accounts);
        await member.OpenAsync($"/accounts/{world.World.MainAccount}", Cancel);
        Assert.Contains("証明済み", member.Text(".proof"), StringComparison.Ordinal);
        await Hubs.RevokeAsync(world, People.General, Cancel);
    }

    private Task<Outcome<HeldCertificate>> IssueAsync(Pc pc, int? dieBefore) => new IssueCertificate(pc.Folder, pc.Vault).RunAsync(
        world.Told.BankWww, People.General, world.Told.Of(People.General).Password, null, japanese: true, step => DieBefore(step, dieBefore), Cancel);

    private static Task<Outcome<Fetched>> FetchAsync(Pc pc, HubConnection hub, Wire.Agents.AgentLink link, int? dieBefore) =>
        new FetchLink(pc.Folder, pc.Vault, hub, TimeProvider.System).RunAsync(link, japanese: true, progress: null, step => DieBefore(step, dieBefore), Cancel);

    private static void DieBefore(int step, int? last)
    {
        if (step == last)
            throw new Killed();
    }

    private sealed class Killed : Exception;
}
