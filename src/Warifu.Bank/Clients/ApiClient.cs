using System.Text.Json;
using Warifu.Bank.OpenApi;
using Warifu.Pki.Jose;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Clients;

/// <summary>How a client proves itself (FAPI 2.0 Security Profile, 5.3.2.1).</summary>
internal enum ClientAuthenticationMethod
{
    /// <summary>A certificate of a CA, known by its subject (RFC 8705, 2.1).</summary>
    TlsClientAuth,

    /// <summary>One of the certificates that were registered (RFC 8705, 2.2).</summary>
    SelfSignedTlsClientAuth,

    /// <summary>An assertion signed with a registered key (RFC 7523).</summary>
    PrivateKeyJwt,
}

/// <summary>What the tokens of a client are bound to.</summary>
internal enum SenderConstraint
{
    /// <summary>The certificate of its connection (RFC 8705, section 3).</summary>
    Mtls,

    /// <summary>A key that it proves with each request (RFC 9449).</summary>
    Dpop,
}

/// <summary>A service outside the bank, as staff registered it.</summary>
/// <param name="Company">Who offers it.</param>
/// <param name="Site">Its own, which the customer looks at before he allows.</param>
internal sealed record ApiClient(string ClientId, Phrase Name, Phrase Company, Uri Site)
{
    public Phrase FullName => ClientWords.FullName(Name, Company);

    public required IReadOnlyList<string> RedirectUris { get; init; }

    /// <summary>What it may ask for.</summary>
    public required IReadOnlyList<BusinessScope> Scopes { get; init; }

    public required ClientAuthenticationMethod Authentication { get; init; }

    /// <summary>tls_client_auth: of its certificates, as RFC 4514 writes it.</summary>
    public string? Subject { get; init; }

    /// <summary>tls_client_auth: CAs that may have issued them, in DER.</summary>
    public IReadOnlyList<byte[]> Issuers { get; init; } = [];

    /// <summary>self_signed_tls_client_auth: SHA-256 of each certificate.</summary>
    public IReadOnlyList<byte[]> Certificates { get; init; } = [];

    /// <summary>private_key_jwt.</summary>
    public IReadOnlyList<Jwk> Keys { get; init; } = [];

    public required SenderConstraint Sender { get; init; }

    /// <summary>Sees test accounts and nothing else.</summary>
    public bool Sandbox { get; init; }

    public bool Stands { get; init; } = true;

    public static async Task<ApiClient?> FindAsync(Work work, string clientId) =>
        (await work.SingleOrDefaultAsync<ClientRow>("select * from api_client where bank_code = @Tenant and client_id = @clientId", new { work.Tenant, clientId }))?.Read();

    public static async Task<Dictionary<string, ApiClient>> ReadAsync(Database database, string bank, string[] ids) => (await database.ReadInTenantAsync<ClientRow>(
        "select * from api_client where bank_code = @Tenant and client_id = any(@ids)", new { Tenant = bank, ids })).ToDictionary(row => row.ClientId, row => row.Read(), StringComparer.Ordinal);

    public static async Task<IReadOnlyList<ApiClient>> AllAsync(Work work) =>
        [.. (await work.QueryAsync<ClientRow>("select * from api_client where bank_code = @Tenant order by client_id", new { work.Tenant })).Select(row => row.Read())];

    private sealed class ClientRow
    {
        public required string ClientId { get; init; }
        public required string NameJa { get; init; }
        public required string NameEn { get; init; }
        public required string CompanyJa { get; init; }
        public required string CompanyEn { get; init; }
        public required string Site { get; init; }
        public required string[] RedirectUris { get; init; }
        public required string[] Scopes { get; init; }
        public required string Authentication { get; init; }
        public string? Subject { get; init; }
        public required byte[][] Issuers { get; init; }
        public required byte[][] Certificates { get; init; }
        public string? Keys { get; init; }
        public required string Sender { get; init; }
        public required bool Sandbox { get; init; }
        public required string Standing { get; init; }

        public ApiClient Read() => new(ClientId, new(NameJa, NameEn), new(CompanyJa, CompanyEn), new(Site))
        {
            RedirectUris = RedirectUris,
            Scopes = [.. Scopes.Select(name => BusinessScopes.Find(name)!.Value)],
            Authentication = ClientWords.Authentication(Authentication)!.Value,
            Subject = Subject,
            Issuers = Issuers,
            Certificates = Certificates,
            Keys = Keys is null ? [] : Jwk.ReadSet(JsonElement.Parse(Keys))!,
            Sender = ClientWords.Sender(Sender)!.Value,
            Sandbox = Sandbox,
            Stands = Standing == "active",
        };
    }
}
