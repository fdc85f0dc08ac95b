using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Certificates;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;

namespace Warifu.Bank.Users;

/// <summary>企業管理 (seed 003, BSSK001): the company, its contract, and how its users' certificates stand.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession]
internal sealed class CompanyModel(Database database, Banks banks) : PageModel
{
    public Company Company { get; private set; } = null!;

    /// <summary>Empty for who does not manage users.</summary>
    public IReadOnlyList<HeldCertificate> Users { get; private set; } = [];

    public Session Session => HttpContext.Session();

    public Task OnGetAsync(CancellationToken cancel) => database.InTenantAsync(Session.Bank, async work =>
    {
        Company = await work.SingleAsync<Company>("""
            select contract_id, name, latin_name, kana_name, sign_in_method, certificate_method_since, made_at
            from contract where bank_code = @Tenant and contract_id = @ContractId
            """, new { work.Tenant, Session.ContractId });
        if (Session.May(Right.ManageUsers))
            Users = await HeldCertificates.OfContractAsync(work, Session.ContractId, banks.Of(Session.Bank).Profile, database.Time.GetUtcNow());
    }, cancel);
}

/// <param name="SignInMethod"><c>certificate</c> or <c>id</c>.</param>
/// <param name="CertificateMethodSince">Null while users do not sign in by certificate.</param>
internal sealed record Company(
    string ContractId, string Name, string LatinName, string KanaName, string SignInMethod, DateTimeOffset? CertificateMethodSince, DateTimeOffset MadeAt);
