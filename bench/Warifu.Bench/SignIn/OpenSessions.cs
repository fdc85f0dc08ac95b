using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Warifu.Bench.SignIn;

/// <summary>Fills the bank's tables as a busy morning leaves them: thousands of users signed in at once, one of whom is measured.</summary>
internal static class OpenSessions
{
    // Rows are copied from one that is there, so that columns added by a schema step come along.
    private const string Sql = """
        select set_config('warifu.tenant', '9972', false);
        insert into customer_user
          select (jsonb_populate_record(u, jsonb_build_object('user_id', gen_random_uuid(), 'login_id', 'bench' || n, 'user_seq', 'B' || n))).*
          from customer_user u, generate_series(1, $COUNT) n where u.login_id = '$USER';
        insert into certificate
          select (jsonb_populate_record(k, jsonb_build_object(
            'user_id', u.user_id, 'sha256', sha256(convert_to(u.login_id, 'utf8')), 'spki_sha256', sha256(convert_to('key of ' || u.login_id, 'utf8')),
            'serial', substr(md5(u.login_id), 1, 30)))).*
          from certificate k, customer_user u where k.sha256 = '\x$CERTIFICATE' and u.login_id like 'bench%';
        insert into bank_session (bank_code, session_sha256, user_id, certificate_sha256, started_at, last_seen_at)
          select bank_code, case sha256 when '\x$CERTIFICATE' then '\x$SESSION'::bytea else sha256(sha256) end, user_id, sha256, '$NOW', '$NOW'
          from certificate where sha256 = '\x$CERTIFICATE' or user_id in (select user_id from customer_user where login_id like 'bench%');
        analyze customer_user; analyze certificate; analyze bank_session;
        """;

    /// <returns>The cookie's value of the user who is measured.</returns>
    public static async Task<string> OpenAsync(string connectionString, string user, byte[] certificate, int count, CancellationToken cancel)
    {
        var cookie = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var sql = Sql.Replace("$COUNT", $"{count - 1}").Replace("$USER", user).Replace("$CERTIFICATE", Convert.ToHexStringLower(certificate))
            .Replace("$SESSION", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cookie)))).Replace("$NOW", $"{TimeProvider.System.GetUtcNow():O}");
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var fill = new NpgsqlCommand(sql, connection);
        await fill.ExecuteNonQueryAsync(cancel);
        await using var open = new NpgsqlCommand("select count(*) from bank_session where ended_at is null", connection);
        return await open.ExecuteScalarAsync(cancel) is long there && there == count ? cookie : throw new InvalidOperationException("Not all sessions are open.");
    }
}
