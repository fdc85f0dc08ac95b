using Warifu.Pki.Certificates;
using Warifu.Pki.Requests;
using Warifu.Postgres;

namespace Warifu.Authority.Issuance;

/// <summary>What will be signed, as it stands in the database. Every query is under the owner's tenant.</summary>
internal sealed record Intent(byte[] RequestSha256, string AuthorityId, string Profile, string Serial, byte[] ToBeSigned)
{
    public static Task<Intent?> FindAsync(Work work, Guid requestKey) => work.SingleOrDefaultAsync<Intent>("""
        select request_sha256, authority_id, profile, serial, to_be_signed from issuance
        where bank_code = @Tenant and request_key = @requestKey
        """, new { work.Tenant, requestKey });

    /// <summary>Holds the intent until the work ends, so that one node signs.</summary>
    public static Task<Intent> LockAsync(Work work, Guid requestKey) => work.SingleAsync<Intent>("""
        select request_sha256, authority_id, profile, serial, to_be_signed from issuance
        where bank_code = @Tenant and request_key = @requestKey for update
        """, new { work.Tenant, requestKey });

    public static async Task<bool> IsKeyInUseAsync(Work work, SigningRequest request) => await work.SingleOrDefaultAsync<int?>(
        "select 1 from issuance where bank_code = @Tenant and key_sha256 = @Sha256", new { work.Tenant, request.Key.Sha256 }) is not null;

    /// <returns>False when request key, key or serial number was taken in the meantime.</returns>
    public static async Task<bool> InsertAsync(
        Work work, IssuanceOrder order, SigningRequest request, PreparedCertificate prepared, DateTimeOffset at) => await work.ExecuteAsync("""
        insert into issuance (bank_code, request_key, request_sha256, authority_id, profile, serial, key_sha256, to_be_signed, asked_at)
        values (@Tenant, @RequestKey, @requestSha256, @authority, @profile, @serial, @keySha256, @toBeSigned, @at)
        on conflict do nothing
        """,
        new
        {
            work.Tenant,
            order.RequestKey,
            requestSha256 = order.Sha256,
            authority = order.Authority.Id,
            profile = order.Profile.Name,
            serial = prepared.Serial.Hex,
            keySha256 = request.Key.Sha256,
            toBeSigned = prepared.ToBeSigned.ToArray(),
            at,
        }) == 1;
}
