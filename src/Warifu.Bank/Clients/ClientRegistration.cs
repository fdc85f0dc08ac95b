using System.Text.Json;
using Warifu.Bank.OpenApi;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Clients;

/// <summary>Enters services in the register of the bank, changes them, stops them.</summary>
internal static class ClientRegistration
{
    /// <summary>Anew, or in place of what stood under its client_id; its links stay, and a stopped one stands again.</summary>
    public static Task WriteAsync(Work work, ApiClient client, DateTimeOffset now) => work.ExecuteAsync("""
        insert into api_client (bank_code, client_id, name_ja, name_en, company_ja, company_en, site, redirect_uris, scopes, authentication, subject, issuers,
          certificates, keys, sender, sandbox, made_at)
        values (@Tenant, @ClientId, @NameJa, @NameEn, @CompanyJa, @CompanyEn, @site, @redirects, @scopes, @method, @Subject, @issuers, @certificates, @keys, @sender,
          @Sandbox, @now)
        on conflict (bank_code, client_id) do update set name_ja = excluded.name_ja, name_en = excluded.name_en, company_ja = excluded.company_ja,
          company_en = excluded.company_en, site = excluded.site, redirect_uris = excluded.redirect_uris, scopes = excluded.scopes,
          authentication = excluded.authentication, subject = excluded.subject, issuers = excluded.issuers, certificates = excluded.certificates,
          keys = excluded.keys, sender = excluded.sender, sandbox = excluded.sandbox, standing = 'active'
        """, new
    {
        work.Tenant,
        client.ClientId,
        NameJa = client.Name.Ja,
        NameEn = client.Name.En,
        CompanyJa = client.Company.Ja,
        CompanyEn = client.Company.En,
        site = client.Site.AbsoluteUri,
        redirects = client.RedirectUris.ToArray(),
        scopes = client.Scopes.Select(scope => scope.Name()).ToArray(),
        method = ClientWords.Name(client.Authentication),
        client.Subject,
        issuers = client.Issuers.ToArray(),
        certificates = client.Certificates.ToArray(),
        keys = client.Keys.Count == 0 ? null : JsonSerializer.Serialize(new { keys = client.Keys.Select(key => key.ToMembers()) }, WireJson.Options),
        sender = ClientWords.Name(client.Sender),
        client.Sandbox,
        now,
    });

    /// <summary>From its commit on nothing of it is taken, on open connections too.</summary>
    /// <returns>False when none of this client_id stands.</returns>
    public static async Task<bool> StopAsync(Work work, string clientId) => await work.ExecuteAsync(
        "update api_client set standing = 'stopped' where bank_code = @Tenant and client_id = @clientId and standing = 'active'", new { work.Tenant, clientId }) == 1;
}
