using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Hub.Agents;

/// <summary>
/// Pairs the agent of this connection with the office that issued the key.
/// 1. the certificate fits; 2. the key's office is found; 3. the key's row is locked: repeated by the same certificate
/// it answers the same, else it must be unused and in time; 4. the agent enters the register and the key is used.
/// </summary>
internal static class Pairing
{
    private const string P256 = "1.2.840.10045.3.1.7";

    public static async Task<Outcome<PairedAgent>> PairAsync(Database database, HttpContext context, PairingRequest request)
    {
        var now = database.Time.GetUtcNow();
        // 1.
        if (context.Connection.ClientCertificate is not { } certificate || context.CertificateSha256() is not { } sha256)
            return AgentRefusals.CertificateMissing;
        if (!Fits(certificate, now))
            return AgentRefusals.CertificateUnfit;
        if (request.PcName.Trim() is not { Length: >= 1 and <= 64 } pcName)
            return AgentRefusals.PcNameMissing;
        // 2.
        var key = PairingKeys.Hash(request.PairingKey.Trim());
        var office = await database.ReadAsync<Guid?>("select office_id from find_pairing_key(@key)", new { key }, context.RequestAborted);
        if (office is not { } officeId)
            return AgentRefusals.PairingKeyUnknown;
        var known = await AgentFilter.FindAsync(database, context);

        return await database.InTenantAsync<Outcome<PairedAgent>>(officeId.ToString(), async work =>
        {
            // 3.
            var row = await work.SingleAsync<KeyRow>(
                "select k.expires_at, k.agent_id, o.name as office_name from pairing_key k join office o using (office_id) where k.key_sha256 = @key for update of k",
                new { key });
            if (row.AgentId is { } used)
                return known.Refusal is null && known.Value.AgentId == used ? new PairedAgent(used, row.OfficeName) : AgentRefusals.PairingKeyUsed;
            if (row.ExpiresAt <= now)
                return AgentRefusals.PairingKeyExpired;
            if (known.Refusal is null && known.Value.OfficeId == officeId)
            {
                // The answer to its first key never reached it: it is this office's agent already, and stays it.
                await UseAsync(work, key, known.Value.AgentId);
                return new PairedAgent(known.Value.AgentId, row.OfficeName);
            }
            if (known.Refusal != AgentRefusals.Unknown)
                return AgentRefusals.AlreadyPaired;
            // 4.
            var agentId = Guid.CreateVersion7(now);
            await work.ExecuteAsync(
                """
                insert into agent (office_id, agent_id, certificate_sha256, certificate, pc_name, not_after, paired_at)
                values (@officeId, @agentId, @sha256, @certificate, @pcName, @notAfter, @now)
                """,
                new { officeId, agentId, sha256, certificate = certificate.RawData, pcName, notAfter = new DateTimeOffset(certificate.NotAfter.ToUniversalTime()), now });
            await UseAsync(work, key, agentId);
            return new PairedAgent(agentId, row.OfficeName);
        }, context.RequestAborted);
    }

    private static Task<int> UseAsync(Work work, byte[] key, Guid agentId) =>
        work.ExecuteAsync("update pairing_key set agent_id = @agentId where key_sha256 = @key", new { agentId, key });

    private static bool Fits(X509Certificate2 certificate, DateTimeOffset now)
    {
        using var key = certificate.GetECDsaPublicKey();
        return key?.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256 && certificate.NotBefore.ToUniversalTime() <= now.UtcDateTime && now.UtcDateTime < certificate.NotAfter.ToUniversalTime();
    }

    private sealed record KeyRow(DateTimeOffset ExpiresAt, Guid? AgentId, string OfficeName);
}
