using Npgsql;
using Warifu.Pki.Jose;

namespace Warifu.Bench.OpenApi;

/// <summary>Fills the bank's tables with a service and thousands of links to it, each with an access token and a refresh token.</summary>
internal static class GivenLinks
{
    public const string ClientId = "bench";

    private const string Sql = """
        select set_config('warifu.tenant', '9972', false);
        insert into api_client (bank_code, client_id, name_ja, name_en, company_ja, company_en, site, redirect_uris, scopes, authentication, issuers, certificates, sender,
            sandbox, made_at)
          values ('9972', 'bench', 'bench', 'bench', 'bench', 'bench', 'https://bench.example/', '{https://bench.example/}', '{accounts}', 'self_signed_tls_client_auth',
            '{}', array['\x$CERTIFICATE'::bytea], 'mtls', false, '$NOW');
        insert into api_grant (bank_code, grant_id, client_id, user_id, contract_id, details, accounts, given_at, ends_at)
          select '9972', gen_random_uuid(), 'bench', u.user_id, u.contract_id, '[{"type":"accounts"}]', (select array_agg(account_key) from account a where a.contract_id = u.contract_id),
            '$NOW', '$NOW'::timestamptz + interval '180 days'
          from customer_user u, generate_series(1, $COUNT) n where u.login_id = '$USER';
        insert into consent (bank_code, consent_id, client_id, request_sha256, redirect_uri, challenge, details, pushed_at, opened_at, user_id, decided_at, decision, grant_id,
            code_sha256, code_until, code_used_at)
          select '9972', grant_id, 'bench', sha256(convert_to('request ' || grant_id, 'utf8')), 'https://bench.example/', 'x', details, '$NOW', '$NOW', user_id, '$NOW', 'allowed', grant_id,
            sha256(convert_to('code ' || grant_id, 'utf8')), '$NOW', '$NOW' from api_grant where client_id = 'bench';
        insert into api_token (bank_code, token_sha256, kind, grant_id, consent_id, sender, sender_key, made_at, ends_at)
          select '9972', sha256(convert_to(kind || row_number() over (partition by kind), 'utf8')), kind, grant_id, grant_id, 'mtls', '$SENDER', '$NOW',
            case kind when 'access' then '$NOW'::timestamptz + interval '1 day' end
          from api_grant, (values ('access'), ('refresh')) kinds (kind) where client_id = 'bench';
        analyze api_grant; analyze consent; analyze api_token;
        """;

    /// <param name="certificate">SHA-256 of the service's.</param>
    public static async Task GiveAsync(string connectionString, string user, byte[] certificate, int count, CancellationToken cancel)
    {
        var sql = Sql.Replace("$COUNT", $"{count}").Replace("$USER", user).Replace("$CERTIFICATE", Convert.ToHexStringLower(certificate))
            .Replace("$SENDER", Base64UrlText.Write(certificate)).Replace("$NOW", $"{TimeProvider.System.GetUtcNow():O}");
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var fill = new NpgsqlCommand(sql, connection);
        await fill.ExecuteNonQueryAsync(cancel);
    }

    /// <param name="number">From 1 to the count of links.</param>
    public static string Access(int number) => $"access{number}";

    /// <inheritdoc cref="Access"/>
    public static string Refresh(int number) => $"refresh{number}";
}
