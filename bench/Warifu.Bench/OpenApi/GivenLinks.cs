using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Warifu.Pki.Jose;

namespace Warifu.Bench.OpenApi;

/// <summary>
/// Fills the bank's tables with a service and ten links to it of each of thousands of customers, who have a user, a certificate and two accounts with lines each.
/// Every link has an access token, a refresh token and a code that nobody has redeemed.
/// </summary>
internal static class GivenLinks
{
    public const string ClientId = "bench";
    public const string RedirectUri = "https://bench.example/";
    public const string Verifier = "the-same-verifier-for-every-code-of-the-measurement";
    public const int Count = 60_000;

    private const string Sql = """
        select set_config('warifu.tenant', '9972', false);
        insert into api_client (bank_code, client_id, name_ja, name_en, company_ja, company_en, site, redirect_uris, scopes, authentication, issuers, certificates, sender,
            sandbox, made_at)
          values ('9972', 'bench', 'bench', 'bench', 'bench', 'bench', 'https://bench.example/', '{https://bench.example/}', '{accounts}', 'self_signed_tls_client_auth',
            '{}', array['\x$CERTIFICATE'::bytea], 'mtls', false, '$NOW');
        insert into contract (bank_code, contract_id, name, latin_name, kana_name, made_at)
          select '9972', 'B' || lpad(n::text, 7, '0'), '計測商事' || n, 'Bench ' || n, 'ｹｲｿｸｼﾖｳｼﾞ', '$NOW' from generate_series(1, $COUNT / 10) n;
        insert into customer_user (bank_code, user_id, contract_id, login_id, user_seq, name, kind, login_password_hash, confirmation_password_hash, login_password_set_at,
            made_at)
          select '9972', md5('user ' || n)::uuid, 'B' || lpad(n::text, 7, '0'), 'bench' || n, 'A001', '計測 一郎', 'master', '', '', '$NOW', '$NOW' from generate_series(1, $COUNT / 10) n;
        insert into certificate (bank_code, sha256, serial, user_id, common_name, spki_sha256, not_before, not_after, der, entered_at)
          select '9972', sha256(convert_to('certificate ' || n, 'utf8')), 'bench' || n, md5('user ' || n)::uuid, 'bench' || n, sha256(convert_to('key ' || n, 'utf8')),
            '$NOW', '$NOW'::timestamptz + interval '1 year', '', '$NOW' from generate_series(1, $COUNT / 10) n;
        insert into account (bank_code, account_key, contract_id, branch_name, branch_kana, holder_kana)
          select '9972', '9972-' || lpad((n % 1000)::text, 3, '0') || '-' || kind || '-' || lpad(n::text, 7, '0'), 'B' || lpad(n::text, 7, '0'), '計測支店', 'ｹｲｿｸ', 'ｹｲｿｸｼﾖｳｼﾞ'
          from generate_series(1, $COUNT / 10) n, (values (1), (2)) kinds (kind);
        insert into statement_line (bank_code, account_key, booked_on, place, value_on, amount, balance, kind, description)
          select '9972', account_key, '2026-10-01'::date + n, 1000, '2026-10-01'::date + n, 1000, n * 1000, 10, '入金'
          from account, generate_series(1, 10) n where bank_code = '9972' and contract_id like 'B%';
        insert into api_grant (bank_code, grant_id, client_id, user_id, contract_id, details, accounts, given_at, ends_at)
          select '9972', md5('grant ' || n)::uuid, 'bench', md5('user ' || c)::uuid, 'B' || lpad(c::text, 7, '0'), '[{"type":"accounts"}]',
            (select array_agg(account_key) from account a where a.bank_code = '9972' and a.contract_id = 'B' || lpad(c::text, 7, '0')),
            '$NOW', '$NOW'::timestamptz + interval '180 days'
          from (select n, (n - 1) / 10 + 1 as c from generate_series(1, $COUNT) n) links;
        insert into consent (bank_code, consent_id, client_id, request_sha256, redirect_uri, challenge, details, pushed_at, opened_at, user_id, decided_at, decision, grant_id,
            code_sha256, code_until)
          select '9972', g.grant_id, 'bench', sha256(convert_to('request ' || n, 'utf8')), g_redirect, '$CHALLENGE', g.details, '$NOW', '$NOW', g.user_id, '$NOW', 'allowed', g.grant_id,
            sha256(convert_to('code' || n, 'utf8')), '$NOW'::timestamptz + interval '1 hour'
          from generate_series(1, $COUNT) n join api_grant g on g.bank_code = '9972' and g.grant_id = md5('grant ' || n)::uuid, (values ('$REDIRECT')) there (g_redirect);
        insert into api_token (bank_code, token_sha256, kind, grant_id, consent_id, sender, sender_key, made_at, ends_at)
          select '9972', sha256(convert_to(kind || n, 'utf8')), kind, md5('grant ' || n)::uuid, md5('grant ' || n)::uuid, 'mtls', '$SENDER', '$NOW',
            case kind when 'access' then '$NOW'::timestamptz + interval '1 day' end
          from generate_series(1, $COUNT) n, (values ('access'), ('refresh')) kinds (kind);
        insert into inquiry_account (bank_code, account_key, registered_at)
          select a.bank_code, a.account_key, '$NOW' from account a join customer_user u on u.bank_code = a.bank_code and u.contract_id = a.contract_id
          where u.bank_code = '9972' and u.login_id = '$USER' on conflict do nothing;
        """;

    // What stands in a database that has run for a while: rows known to the planner, their visibility too.
    private const string Settled = "vacuum analyze contract, customer_user, certificate, account, statement_line, api_grant, consent, api_token";

    /// <param name="owner">Of the role that owns the tables.</param>
    /// <param name="user">Has his accounts ready for consents by hand.</param>
    /// <param name="certificate">SHA-256 of the service's.</param>
    public static async Task GiveAsync(string connectionString, string owner, string user, byte[] certificate, CancellationToken cancel)
    {
        var sql = Sql.Replace("$COUNT", $"{Count}").Replace("$USER", user).Replace("$CERTIFICATE", Convert.ToHexStringLower(certificate))
            .Replace("$SENDER", Base64UrlText.Write(certificate)).Replace("$CHALLENGE", Challenge).Replace("$REDIRECT", RedirectUri)
            .Replace("$NOW", $"{TimeProvider.System.GetUtcNow():O}");
        await RunAsync(connectionString, sql, cancel);
        await RunAsync(owner, Settled, cancel);
    }

    /// <summary>Of <see cref="Verifier"/>.</summary>
    public static string Challenge { get; } = Base64UrlText.Write(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    /// <param name="number">Any; counted round the links.</param>
    public static string Access(int number) => $"access{Place(number)}";

    /// <inheritdoc cref="Access"/>
    public static string Refresh(int number) => $"refresh{Place(number)}";

    /// <inheritdoc cref="Access"/>
    public static string Code(int number) => $"code{Place(number)}";

    private static int Place(int number) => (number % Count) + 1;

    private static async Task RunAsync(string connectionString, string sql, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync(cancel);
    }
}
