using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Warifu.Pki.Jose;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Bank.Clients;

/// <summary>
/// Who asks at the token endpoint and its like.
/// 1. The client is known by its client_id, or by the subject of its assertion, and stands.
/// 2. It authenticates by its registered method and by no other.
/// 3. What it shows is what is registered; an assertion is taken once.
/// </summary>
internal sealed partial class ClientAuthentication(Database database, ClientRegister register, ILogger<ClientAuthentication> log)
{
    public async Task<Outcome<ApiClient>> RunAsync(HttpContext context, OAuthForm form, CancellationToken cancel)
    {
        var bank = context.Face().Owner;
        var assertion = form["client_assertion"] is { } text ? Jwt.Read(text) : null;
        var clientId = form["client_id"] ?? assertion?["sub"] ?? "";
        var outcome = await JudgeAsync(context, form, assertion, bank, clientId, cancel);
        if (outcome.Refusal is { } refused)
            NotTaken(log, bank, clientId.Length <= LongestId ? clientId : "", refused.Code);
        return outcome;
    }

    private const int LongestId = 64;

    private async Task<Outcome<ApiClient>> JudgeAsync(HttpContext context, OAuthForm form, Jwt? assertion, string bank, string clientId, CancellationToken cancel)
    {
        if (await register.FindAsync(bank, clientId, cancel) is not { } client) // 1
            return ClientRefusals.Unknown;
        if (!client.Stands)
            return ClientRefusals.Stopped;
        return await ForbidsAsync(client, context, form, assertion, cancel) is { } refusal ? refusal : client;
    }

    private Task<Refusal?> ForbidsAsync(ApiClient client, HttpContext context, OAuthForm form, Jwt? assertion, CancellationToken cancel)
    {
        var hasAssertion = form["client_assertion"] is not null || form["client_assertion_type"] is not null;
        var hasSecret = form["client_secret"] is not null || context.Request.Headers.Authorization.Any(header => header?.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) == true);
        if (hasSecret || hasAssertion != (client.Authentication == ClientAuthenticationMethod.PrivateKeyJwt)) // 2
            return Task.FromResult<Refusal?>(ClientRefusals.OtherMethod);
        return client.Authentication switch // 3
        {
            ClientAuthenticationMethod.PrivateKeyJwt => AssertionForbidsAsync(client, context, form, assertion, cancel),
            ClientAuthenticationMethod.SelfSignedTlsClientAuth => Task.FromResult(
                context.CertificateSha256() is not { } shown ? ClientRefusals.CertificateMissing
                : client.Certificates.Any(registered => CryptographicOperations.FixedTimeEquals(registered, shown)) ? null
                : ClientRefusals.CertificateOther),
            ClientAuthenticationMethod.TlsClientAuth => Task.FromResult(
                context.Connection.ClientCertificate is not { } shown ? ClientRefusals.CertificateMissing
                : IsIssuedTo(client, shown, database.Time.GetUtcNow()) ? null
                : ClientRefusals.CertificateOther),
            _ => throw new ArgumentOutOfRangeException(nameof(client)),
        };
    }

    private async Task<Refusal?> AssertionForbidsAsync(ApiClient client, HttpContext context, OAuthForm form, Jwt? assertion, CancellationToken cancel)
    {
        if (form["client_assertion_type"] != ClientAssertion.Type || assertion is null)
            return ClientRefusals.AssertionUnreadable;
        var now = database.Time.GetUtcNow();
        if (ClientAssertion.Of(assertion, client, context.Issuer(), now) is { } unfit)
            return unfit;
        return assertion["jti"] is { Length: > 0 } id && await database.InTenantAsync(
            context.Face().Owner, work => UsedProofs.TakeAsync(work, "assertion", client.ClientId, id, assertion.Instant("exp")!.Value), cancel)
            ? null
            : ClientRefusals.AssertionReplayed;
    }

    /// <summary>Its subject is the registered one, and one of the registered CAs issued it.</summary>
    private static bool IsIssuedTo(ApiClient client, X509Certificate2 shown, DateTimeOffset now)
    {
        if (shown.SubjectName.Name != new X500DistinguishedName(client.Subject!).Name)
            return false;
        var trusted = new X509Certificate2Collection();
        foreach (var issuer in client.Issuers)
            trusted.Add(X509CertificateLoader.LoadCertificate(issuer));
        using var chain = new X509Chain
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
                VerificationTime = now.LocalDateTime,
            },
        };
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.ExtraStore.AddRange(trusted);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.2"));
        return chain.Build(shown);
    }

    [LoggerMessage(2601, LogLevel.Warning, "Client '{Client}' of bank {Bank} was not taken: {Code}.")]
    private static partial void NotTaken(ILogger log, string bank, string client, string code);
}
