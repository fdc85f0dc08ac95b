using Warifu.Hub.Offices;
using Warifu.Postgres;

namespace Warifu.Hub.Links;

/// <summary>登録済一覧 (seed 000).</summary>
internal sealed class ListModel(Database database, HubSettings settings) : MemberPage
{
    public IReadOnlyList<LinkItem> Links { get; private set; } = [];

    public IReadOnlyList<LinkedAccount> ByFile { get; private set; } = [];

    public Uri? SiteOf(LinkItem link) => settings.BankSites.GetValueOrDefault(link.Entry.Institution.Code.Value);

    public async Task OnGetAsync() => (Links, ByFile) = await LinkList.ReadAsync(database, Member.Tenant, HttpContext.RequestAborted);
}
