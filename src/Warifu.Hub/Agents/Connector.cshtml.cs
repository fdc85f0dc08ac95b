using Microsoft.AspNetCore.Mvc;
using Warifu.Hub.Offices;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;

namespace Warifu.Hub.Agents;

/// <summary>電子証明書連携ソフト (seed 000): what it is, the pairing key, and the PCs that are paired.</summary>
internal sealed class ConnectorModel(Database database, Wakeup wakeup, HubSettings settings) : MemberPage
{
    /// <summary>Only on the page that answers 認証キーを発行; it cannot be shown again.</summary>
    public PairingKey? Issued { get; private set; }

    public Uri? Download => settings.ConnectorDownload;

    public IReadOnlyList<AgentRow> Agents { get; private set; } = [];

    public Task OnGetAsync() => ListAsync();

    public async Task OnPostIssueAsync()
    {
        Issued = await PairingKeys.IssueAsync(database, Member.OfficeId, Member.MemberId, HttpContext.RequestAborted);
        await ListAsync();
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid agent)
    {
        await AgentRegister.RevokeAsync(database, wakeup, Member.Tenant, agent, HttpContext.RequestAborted);
        return RedirectToPage();
    }

    private async Task ListAsync() => Agents = await AgentRegister.ListAsync(database, Member.Tenant, HttpContext.RequestAborted);
}
