using Warifu.Authority.Ceremony;
using Warifu.Postgres;

namespace Warifu.Authority.Authorities;

/// <summary>An authority in the database.</summary>
internal sealed record AuthorityRow(
    string AuthorityId, string Role, string? BankCode, byte[] Certificate, string CertificateAddress, string CrlAddress, string? OcspAddress)
{
    public static Task<IReadOnlyList<AuthorityRow>> AllAsync(Work work) => work.QueryAsync<AuthorityRow>("""
        select authority_id, role, bank_code, certificate, certificate_address, crl_address, ocsp_address
        from authority order by registered_at, authority_id
        """);

    /// <returns>False when another certificate stands under this id.</returns>
    public static async Task<bool> RegisterAsync(Work work, MadeAuthority made, DateTimeOffset at)
    {
        var der = made.Certificate.Der.ToArray();
        await work.ExecuteAsync("""
            insert into authority (authority_id, role, bank_code, certificate, certificate_address, crl_address, ocsp_address, registered_at)
            values (@Id, @role, @bank, @der, @certificate, @crl, @ocsp, @at)
            on conflict do nothing
            """,
            new
            {
                made.Plan.Id,
                role = made.Plan.Role.ToString().ToLowerInvariant(),
                bank = made.Plan.Bank?.Value,
                der,
                at,
                certificate = made.Plan.Addresses.Certificate.AbsoluteUri,
                crl = made.Plan.Addresses.Crl.AbsoluteUri,
                ocsp = made.Plan.Addresses.Ocsp?.AbsoluteUri,
            });
        return await work.SingleOrDefaultAsync<bool>(
            "select certificate = @der from authority where authority_id = @Id", new { made.Plan.Id, der });
    }
}
