using AngleSharp.Dom;
using Warifu.Desk.Connections;
using Warifu.Stories;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>What journeys do at the hub and at the bank before their own part begins.</summary>
internal static class Hubs
{
    /// <summary>Signs the member in, registers the bank's link where there is none, and pairs this PC.</summary>
    public static async Task SignInAndPairAsync(TheWorld world, Pc pc, Visitor member, CancellationToken cancel)
    {
        await SignInAndRegisterAsync(world, member, cancel);
        if (Pairing.Of(pc.Folder) is null)
            World.Value(await Pairing.PairAsync(
                pc.Folder, pc.Vault, world.Told.HubAgents, await IssueKeyAsync(member, cancel), "PC", japanese: true, TimeProvider.System, cancel));
        using var hub = pc.Connect();
        foreach (var link in World.Value(await hub.LinksAsync(cancel)))
            LinkPassword.Keep(pc.Vault, link.LinkId, world.Told.Of(People.General).Password);
    }

    public static async Task SignInAndRegisterAsync(TheWorld world, Visitor member, CancellationToken cancel)
    {
        await member.OpenAsync("/sign-in", cancel);
        await member.PressAsync("main form[method=post]", new Dictionary<string, string> { ["Mail"] = world.Told.Member.Mail, ["Password"] = world.Told.Member.Password }, cancel);
        await member.OpenAsync("/links", cancel);
        if (member.Page.QuerySelector("section.card h2") is not null)
            return;
        await member.OpenAsync("/institutions?q=9972", cancel);
        await member.OpenAsync(member.Page.QuerySelectorAll("ul.entries li").First(item => item.QuerySelector(".state.good") is not null).QuerySelector("a")!.GetAttribute("href")!, cancel);
        await member.PressAsync("main form[method=post]", new Dictionary<string, string> { ["UserId"] = People.General, ["Range"] = "all" }, cancel);
    }

    /// <summary>認証キーを発行</summary>
    public static async Task<string> IssueKeyAsync(Visitor member, CancellationToken cancel)
    {
        await member.OpenAsync("/connector", cancel);
        await member.PressAsync("#pairing form[method=post]", new Dictionary<string, string>(), cancel);
        return member.Text("#pairing-key");
    }

    /// <summary>Has the administrator revoke a user's certificate from BRSK018 on, where one stands.</summary>
    public static async Task RevokeAsync(TheWorld world, string user, CancellationToken cancel)
    {
        var office = world.PcOf(People.Administrator);
        using var administrator = await office.AtTheBankAsync(await office.CertificateAsync(cancel), cancel);
        await administrator.OpenAsync("/manage/users/certificates", cancel);
        var choice = administrator.There<IElement>($"tr[data-login-id={user}] input[name=user]");
        if (choice.HasAttribute("disabled"))
            return;
        var id = choice.GetAttribute("value")!;
        await administrator.PressAsync("form.revoking", new Dictionary<string, string> { ["user"] = id }, cancel);
        await administrator.PressAsync("main form[method=post]", new Dictionary<string, string> { ["Confirmation"] = world.Told.Of(People.Administrator).ConfirmationPassword }, cancel);
    }
}
