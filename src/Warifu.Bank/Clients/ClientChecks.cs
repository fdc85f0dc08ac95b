using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;
using Warifu.Bank.OpenApi;
using Warifu.Pki.Jose;
using Warifu.Wire;

namespace Warifu.Bank.Clients;

/// <summary>Everything that must be true of a registration, told at once.</summary>
internal sealed partial class ClientChecks
{
    public static readonly Refusal Wrong = new("client-wrong", 422,
        new("サービスの登録内容に誤りがあるため、何も登録していません。", "The registration of the service has errors; nothing was registered."),
        new("下の項目をすべて直してください。", "Correct everything listed."));

    private readonly List<Phrase> faults = [];

    public static Outcome<ApiClient> Of(ClientFile file)
    {
        var checks = new ClientChecks();
        var client = checks.Read(file);
        return checks.faults.Count == 0 ? client : Wrong with
        {
            Detail = new(string.Join('\n', checks.faults.Select(fault => fault.Ja)), string.Join('\n', checks.faults.Select(fault => fault.En))),
        };
    }

    private ApiClient Read(ClientFile file)
    {
        if (file.ClientId is null || !ClientId().IsMatch(file.ClientId))
            Fault("client-id", "小文字の英数字とハイフンで 3〜64 文字にしてください。", "is 3 to 64 lower-case letters, digits and hyphens.");
        var site = Uri.TryCreate(file.Site, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps ? address : null;
        if (site is null)
            Fault("site", "https のアドレスが必要です。", "needs an https address.");
        var method = ClientWords.Authentication(file.Authentication ?? "");
        if (method is null)
            Fault("authentication", "tls_client_auth、self_signed_tls_client_auth、private_key_jwt のいずれかです。", "is tls_client_auth, self_signed_tls_client_auth or private_key_jwt.");
        var sender = ClientWords.Sender(file.Sender ?? "");
        if (sender is null)
            Fault("sender", "mtls か dpop です。", "is mtls or dpop.");
        var certificates = Certificates(file);
        var isTls = method is ClientAuthenticationMethod.TlsClientAuth or ClientAuthenticationMethod.SelfSignedTlsClientAuth;
        if (isTls != certificates.Count > 0)
            Fault("certificates", "証明書で認証するサービスにだけ、1 つ以上必要です。", "are needed where the service authenticates by certificate, and only there.");
        return new(file.ClientId ?? "", Phrase("name", file.Name), Phrase("company", file.Company), site ?? new("https://invalid.example"))
        {
            RedirectUris = RedirectUris(file.RedirectUris),
            Scopes = Scopes(file.Scopes),
            Authentication = method ?? default,
            Subject = Subject(file.Subject, method),
            Issuers = method == ClientAuthenticationMethod.TlsClientAuth ? [.. certificates.Select(certificate => certificate.RawData)] : [],
            Certificates = method == ClientAuthenticationMethod.SelfSignedTlsClientAuth ? [.. certificates.Select(certificate => SHA256.HashData(certificate.RawData))] : [],
            Keys = Keys(file.Keys, method),
            Sender = sender ?? default,
            Sandbox = file.Sandbox,
        };
    }

    private void Fault(string key, string ja, string en) => faults.Add(new($"{key}: {ja}", $"{key}: {en}"));

    private Phrase Phrase(string key, ClientFile.Words? words)
    {
        if (words is { Ja.Length: >= 1 and <= 60, En.Length: >= 1 and <= 60 } && !(words.Ja + words.En).Any(char.IsControl))
            return new(words.Ja, words.En);
        Fault(key, "日本語 (ja) と英語 (en) を、それぞれ 60 文字以内で書いてください。", "needs Japanese (ja) and English (en), at most 60 characters each.");
        return new("", "");
    }

    // A fragment would swallow the answer (RFC 6749, 3.1.2); plain http would show it (FAPI 2.0, 5.3.2.2).
    private IReadOnlyList<string> RedirectUris(List<string>? given)
    {
        if (given is not { Count: > 0 } || given.Distinct(StringComparer.Ordinal).Count() < given.Count
            || given.Any(uri => !Uri.TryCreate(uri, UriKind.Absolute, out var read) || read.Scheme != Uri.UriSchemeHttps || uri.Contains('#', StringComparison.Ordinal) || read.UserInfo.Length > 0))
            Fault("redirect-uris", "フラグメントのない https のアドレスを、重複なく 1 つ以上書いてください。", "needs one or more different https addresses without a fragment.");
        return given ?? [];
    }

    private IReadOnlyList<BusinessScope> Scopes(List<string>? given)
    {
        var read = (given ?? []).Select(BusinessScopes.Find).OfType<BusinessScope>().Distinct().ToList();
        if (read.Count == 0 || read.Count != given!.Count)
            Fault("scopes", $"次から重複なく選んでください: {string.Join(", ", BusinessScopes.All.Select(scope => scope.Name()))}", $"are one or more of: {string.Join(", ", BusinessScopes.All.Select(scope => scope.Name()))}");
        return read;
    }

    private string? Subject(string? given, ClientAuthenticationMethod? method)
    {
        if ((method == ClientAuthenticationMethod.TlsClientAuth) != given is not null)
            Fault("subject", "tls_client_auth のときだけ必要です。", "is needed with tls_client_auth, and only there.");
        if (given is null)
            return null;
        try
        {
            return new X500DistinguishedName(given).Name;
        }
        catch (CryptographicException)
        {
            Fault("subject", "「CN=…, O=…」の形にしてください。", "is written like CN=…, O=….");
            return given;
        }
    }

    private IReadOnlyList<X509Certificate2> Certificates(ClientFile file)
    {
        var read = new List<X509Certificate2>();
        foreach (var pem in file.Certificates ?? [])
            try
            {
                read.Add(X509Certificate2.CreateFromPem(pem));
            }
            catch (CryptographicException)
            {
                Fault("certificates", "PEM として読めないものがあります。", "has one that is not PEM.");
            }
        return read;
    }

    private IReadOnlyList<Jwk> Keys(string? given, ClientAuthenticationMethod? method)
    {
        if ((method == ClientAuthenticationMethod.PrivateKeyJwt) != given is not null)
            Fault("keys", "private_key_jwt のときだけ必要です。", "are needed with private_key_jwt, and only there.");
        if (given is null)
            return [];
        try
        {
            using var set = JsonDocument.Parse(given);
            if (Jwk.ReadSet(set.RootElement) is { Count: > 0 } keys && keys.Count == set.RootElement.GetProperty("keys").GetArrayLength())
                return keys;
        }
        catch (JsonException)
        {
            // Told below.
        }
        Fault("keys", "公開鍵（P-256、または RSA 2048〜4096）だけの JWK セットにしてください。", "must be a JWK set of public keys, P-256 or RSA of 2,048 to 4,096 bits.");
        return [];
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{2,63}$", RegexOptions.None, 100)]
    private static partial Regex ClientId();
}
