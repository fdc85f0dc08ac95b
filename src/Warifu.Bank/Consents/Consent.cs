using System.Security.Cryptography;
using System.Text;
using Warifu.Bank.Clients;
using Warifu.Pki.Jose;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>A service's request for a link, from its push to the user's answer.</summary>
internal sealed class Consent
{
    /// <summary>From the push to a browser that comes with it; under the 600 s of FAPI 2.0 (5.3.2.2).</summary>
    public static readonly TimeSpan PushLife = TimeSpan.FromSeconds(300);

    /// <summary>From then on to the answer: somebody looks for a PIN on paper.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    /// <summary>At most 60 s (FAPI 2.0, 5.3.2.1).</summary>
    public static readonly TimeSpan CodeLife = TimeSpan.FromSeconds(60);

    private const string UriPrefix = "urn:ietf:params:oauth:request_uri:";
    private const int SecretBytes = 32;

    public required Guid ConsentId { get; init; }
    public required string ClientId { get; init; }
    public required string RedirectUri { get; init; }
    public string? State { get; init; }
    public required string Challenge { get; init; }
    public string? SenderKey { get; init; }
    public required string Details { get; init; }
    public Guid? Replaces { get; init; }
    public required DateTimeOffset PushedAt { get; init; }
    public DateTimeOffset? OpenedAt { get; init; }
    public Guid? UserId { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public Guid? GrantId { get; init; }
    public DateTimeOffset? CodeUntil { get; init; }
    public DateTimeOffset? CodeUsedAt { get; init; }

    /// <summary>Names of the scopes that the user chose; null until he did.</summary>
    public string[]? Chosen { get; init; }

    public IReadOnlyList<AuthorizationDetail> Asked => AuthorizationDetails.Read(Details).Value;

    /// <summary>What the user would allow.</summary>
    public IReadOnlyList<AuthorizationDetail> Wanted =>
        Asked is [_] only ? only : [.. Asked.Where(detail => Chosen?.Contains(OpenApi.BusinessScopes.Name(detail.Scope)) == true)];

    /// <summary>Keeps what a client pushed.</summary>
    /// <returns>The <c>request_uri</c>.</returns>
    public static async Task<string> PushAsync(Work work, ApiClient client, AuthorizationRequest request, string? senderKey, DateTimeOffset now)
    {
        var secret = NewSecret();
        await work.ExecuteAsync("""
            insert into consent (bank_code, consent_id, client_id, request_sha256, redirect_uri, state, challenge, sender_key, details, replaces, pushed_at)
            values (@Tenant, @id, @ClientId, @hash, @RedirectUri, @State, @Challenge, @senderKey, @details, @Replaces, @now)
            """, new
        {
            work.Tenant,
            id = new Guid(RandomNumberGenerator.GetBytes(16)),
            client.ClientId,
            hash = HashOf(secret),
            request.RedirectUri,
            request.State,
            request.Challenge,
            senderKey,
            details = AuthorizationDetails.Write(request.Details),
            request.Replaces,
            now,
        });
        return UriPrefix + secret;
    }

    /// <summary>
    /// Of a browser that comes with a <c>request_uri</c>: the first time begins the consent, and until it is answered the same leads to it
    /// again, so that going back, reloading and a double click do no harm.
    /// </summary>
    public static async Task<Outcome<Consent>> OpenAsync(Work work, string? requestUri, string? clientId, DateTimeOffset now)
    {
        if (requestUri?.StartsWith(UriPrefix, StringComparison.Ordinal) != true)
            return RequestRefusals.RequestUnknown;
        var hash = HashOf(requestUri[UriPrefix.Length..]);
        var found = await work.SingleOrDefaultAsync<Consent>(
            "select * from consent where bank_code = @Tenant and request_sha256 = @hash and client_id = @clientId for update", new { work.Tenant, hash, clientId });
        if (found is null)
            return RequestRefusals.RequestUnknown;
        if (found.DecidedAt is not null)
            return found.Answered;
        if (found.OpenedAt is not null)
            return found.StandsAt(now) ? found : RequestRefusals.RequestUnknown;
        if (now >= found.PushedAt + PushLife)
            return RequestRefusals.RequestUnknown;
        await work.ExecuteAsync("update consent set opened_at = @now where bank_code = @Tenant and consent_id = @ConsentId", new { work.Tenant, found.ConsentId, now });
        return found;
    }

    /// <summary>One that was opened and waits for its answer.</summary>
    public static async Task<Outcome<Consent>> FindAsync(Work work, Guid id, DateTimeOffset now, bool hold = false)
    {
        var found = await work.SingleOrDefaultAsync<Consent>(
            $"select * from consent where bank_code = @Tenant and consent_id = @id{(hold ? " for update" : "")}", new { work.Tenant, id });
        return found?.OpenedAt is null ? RequestRefusals.RequestUnknown
            : found.DecidedAt is not null ? found.Answered
            : found.StandsAt(now) ? found
            : RequestRefusals.RequestUnknown;
    }

    /// <summary>Somebody signs in to answer it. What another chose before him is not carried over.</summary>
    public static Task TakeUpAsync(Work work, Guid id, Guid user) => work.ExecuteAsync("""
        update consent set chosen = case when user_id = @user then chosen end, user_id = @user
        where bank_code = @Tenant and consent_id = @id and decided_at is null
        """, new { work.Tenant, id, user });

    public static string NewSecret() => Base64UrlText.Write(RandomNumberGenerator.GetBytes(SecretBytes));

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>What became of it, for who comes back to it: the answer may not have reached the service.</summary>
    private Refusal Answered => RequestRefusals.RequestDecided with { Detail = GrantId is null ? RequestRefusals.WasRefused : RequestRefusals.WasAllowed };

    private bool StandsAt(DateTimeOffset now) => now < OpenedAt + Life;
}
