using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Web.Faces;

namespace Warifu.Bank.Staff;

/// <summary>契約を探す: by contract number, login ID, or part of a name.</summary>
[OnFace(BankFaces.Staff)]
[NeedsStaff]
internal sealed class FindContractModel(Database database) : PageModel
{
    private const int Most = 50;
    private const int LongestQuery = 60;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string Query { get; set; } = "";

    public IReadOnlyList<(string ContractId, string Name)> Found { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var query = Query.Trim();
        if (query.Length is 0 or > LongestQuery || query.Any(char.IsControl))
            return;
        Found = await database.InTenantAsync(HttpContext.Staff().Bank, work => work.QueryAsync<(string, string)>("""
            select c.contract_id, c.name from contract c
            where c.bank_code = @Tenant and (c.contract_id = @query or strpos(lower(c.name), lower(@query)) > 0 or strpos(lower(c.latin_name), lower(@query)) > 0
              or exists (select 1 from customer_user u where u.bank_code = c.bank_code and u.contract_id = c.contract_id
                and (u.login_id = @query or strpos(lower(u.name), lower(@query)) > 0)))
            order by c.contract_id limit @Most
            """, new { work.Tenant, query, Most }), cancel);
    }
}
