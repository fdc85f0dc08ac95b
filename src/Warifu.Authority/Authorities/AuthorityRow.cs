using Warifu.Authority.Ceremony;
using Warifu.Pki.Certificates;
using Warifu.Postgres;

namespace Warifu.Authority.Authorities;

/// <summary>An authority in the database.</summary>
/// <param name="IssuedBy">Its root's id; null for a root.</param>
/// <param name="RevokedAt">By its root; null while it stands.</param>
internal sealed record AuthorityRow(
    string AuthorityId, string Role, string? BankCode, byte[] Certificate, string CertificateAddress, string CrlAddress, string? OcspAddress, string? IssuedBy,
    DateTimeOffset? RevokedAt = null)
{
    public const string Root = "root";
    public const string Cross = "cross";

    public static AuthorityRow Of(MadeAuthority made, string root) => new(
        made.Plan.Id, made.Plan.Role.ToString().ToLowerInvariant(), made.Plan.Bank?.Value, made.Certificate.Der.ToArray(),
        made.Plan.Addresses.Certificate.AbsoluteUri, made.Plan.Addresses.Crl.AbsoluteUri, made.Plan.Addresses.Ocsp?.AbsoluteUri,
        made.Plan.Role == AuthorityRole.Root ? null : root);

    /// <summary>A cross-certificate is published like an authority's own. It issues nothing by itself.</summary>
    public static AuthorityRow Of(CrossPlan plan, Certificate certificate, IssuerAddresses root) => new(
        plan.Id, Cross, null, certificate.Der.ToArray(), plan.Addresses.Certificate.AbsoluteUri, root.Crl.AbsoluteUri, null, plan.By);

    /// <summary>Those with a later ceremony behind them come later.</summary>
    public static Task<IReadOnlyList<AuthorityRow>> AllAsync(Work work) => work.QueryAsync<AuthorityRow>("""
        select authority_id, role, bank_code, certificate, certificate_address, crl_address, ocsp_address, issued_by, revoked_at
        from authority order by registered_at, authority_id
        """);

    /// <summary>From then on it issues nothing, and nothing is answered for it.</summary>
    public static async Task RevokeAsync(Work work, RevokedAuthority revoked)
    {
        await work.ExecuteAsync(
            "update authority set revoked_at = @At, revocation_reason = @reason where authority_id = @Id and revoked_at is null",
            new { revoked.At, reason = (int)revoked.Reason, revoked.Id });
        await work.ExecuteAsync("delete from ocsp_response where authority_id = @Id", revoked);
    }

    /// <returns>False when another certificate stands under this id.</returns>
    public async Task<bool> RegisterAsync(Work work, DateTimeOffset at)
    {
        await work.ExecuteAsync("""
            insert into authority
              (authority_id, role, bank_code, certificate, certificate_address, crl_address, ocsp_address, issued_by, registered_at)
            values (@AuthorityId, @Role, @BankCode, @Certificate, @CertificateAddress, @CrlAddress, @OcspAddress, @IssuedBy, @at)
            on conflict do nothing
            """,
            new { AuthorityId, Role, BankCode, Certificate, CertificateAddress, CrlAddress, OcspAddress, IssuedBy, at });
        return await work.SingleOrDefaultAsync<bool>(
            "select certificate = @Certificate from authority where authority_id = @AuthorityId", new { AuthorityId, Certificate });
    }
}
