using Warifu.Authority.Authorities;
using Warifu.Pki.Status;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Authority.Status;

/// <summary>An answer as it goes out.</summary>
/// <param name="ThisUpdate">Null for an answer nobody may keep: an error, or one that repeats a nonce.</param>
internal sealed record OcspAnswer(ReadOnlyMemory<byte> Der, DateTimeOffset? ThisUpdate = null, DateTimeOffset? NextUpdate = null);

/// <summary>
/// Answers on the status of certificates (docs/revocation-cycle.md, 7). A plain question about one certificate gets the answer
/// signed ahead; questions with a nonce, about several certificates or by another hash than SHA-1 are answered live.
/// </summary>
internal sealed class OcspAnswers(Database database, OpenAuthorities authorities, Responders responders)
{
    /// <summary>As long as a CRL; refreshed at half of it.</summary>
    private static readonly TimeSpan Validity = TimeSpan.FromHours(24);

    /// <summary>What is unknown now may be issued the next moment.</summary>
    private static readonly TimeSpan UnknownValidity = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Refresh = Validity / 2;

    public async Task<OcspAnswer> AnswerAsync(OcspRequest request, CancellationToken cancel)
    {
        var authority = authorities.All.FirstOrDefault(candidate => request.Certificates.Any(asked => asked.IsUnder(candidate.Issuer)));
        if (authority is null)
            return new OcspAnswer(OcspResponse.Unauthorized);
        if (request is not { Nonce: null, Certificates: [{ IsUsual: true, Serial: { } serial }] })
            return await LiveAsync(authority, request, cancel);
        var now = database.Time.GetUtcNow();
        if (await OcspRow.FindAsync(database, authority.Id, serial.Hex, now, cancel) is not { } row)
            return await LiveAsync(authority, request, cancel);
        return row is { Der: { } der }
            ? new OcspAnswer(der, row.ThisUpdate, row.NextUpdate)
            : await SignAndKeepAsync(authority, serial, row, now, cancel);
    }

    /// <summary>Signs what is due anew; what expired since is not kept any longer.</summary>
    /// <returns>How many were due.</returns>
    public async Task<int> RefreshAsync(int most, CancellationToken cancel)
    {
        var now = database.Time.GetUtcNow();
        var due = await database.WithoutTenantAsync(work => work.QueryAsync<Due>(
            "select serial, authority_id from ocsp_response where refresh_at <= @now order by refresh_at limit @most", new { now, most }), cancel);
        foreach (var (serial, id) in due)
        {
            var authority = authorities.Find(id);
            var row = authority is null ? null : await OcspRow.FindAsync(database, id, serial, now, cancel);
            if (row is null || row.NotAfter < now)
                await database.WithoutTenantAsync(work => work.ExecuteAsync("delete from ocsp_response where serial = @serial", new { serial }), cancel);
            else
                await SignAndKeepAsync(authority!, new SerialNumber(serial), row, now, cancel);
        }

        return due.Count;
    }

    private async Task<OcspAnswer> LiveAsync(OpenAuthority authority, OcspRequest request, CancellationToken cancel)
    {
        var now = database.Time.GetUtcNow();
        var answers = new List<StatusAnswer>();
        foreach (var asked in request.Certificates)
        {
            var row = asked.Serial is { } serial && asked.IsUnder(authority.Issuer)
                ? await OcspRow.FindAsync(database, authority.Id, serial.Hex, now, cancel)
                : null;
            answers.Add(new StatusAnswer(asked, row?.Status ?? CertificateStatus.Unknown, now, now + (row is null ? UnknownValidity : Validity)));
        }

        var responder = await responders.OfAsync(authority, cancel);
        return new OcspAnswer(new OcspResponse(answers, now, request.Nonce).Sign(responder));
    }

    private async Task<OcspAnswer> SignAndKeepAsync(
        OpenAuthority authority, SerialNumber serial, OcspRow row, DateTimeOffset now, CancellationToken cancel)
    {
        var responder = await responders.OfAsync(authority, cancel);
        var answer = new StatusAnswer(CertificateId.Of(authority.Issuer, serial), row.Status, now, now + Validity);
        var der = new OcspResponse([answer], now).Sign(responder);
        // Kept together with what it says: the register decides at every reading whether it still counts.
        await database.WithoutTenantAsync(work => work.ExecuteAsync("""
            insert into ocsp_response (serial, authority_id, revoked_at, reason, this_update, next_update, refresh_at, der)
            values (@serial, @authority, @RevokedAt, @Reason, @now, @next, @refresh, @der)
            on conflict (serial) do update set
              revoked_at = excluded.revoked_at, reason = excluded.reason, this_update = excluded.this_update,
              next_update = excluded.next_update, refresh_at = excluded.refresh_at, der = excluded.der
            """,
            new
            {
                serial = serial.Hex,
                authority = authority.Id,
                row.RevokedAt,
                row.Reason,
                now,
                next = answer.NextUpdate,
                refresh = now + Refresh,
                der,
            }), cancel);
        return new OcspAnswer(der, answer.ThisUpdate, answer.NextUpdate);
    }

    private sealed record Due(string Serial, string AuthorityId);
}
