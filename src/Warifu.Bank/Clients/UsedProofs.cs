using System.Security.Cryptography;
using System.Text;
using Warifu.Postgres;

namespace Warifu.Bank.Clients;

/// <summary>Assertions and proofs that were taken: none is taken twice, on whatever node.</summary>
internal static class UsedProofs
{
    // At most as many rows as were written since are looked at, a few with each new one: nobody waits for a sweep.
    private const int Forgotten = 4;

    /// <param name="use">What it is, such as <c>assertion</c>.</param>
    /// <param name="owner">Client or key.</param>
    /// <param name="until">Refused for its age from then on.</param>
    /// <returns>False when it was taken before.</returns>
    public static async Task<bool> TakeAsync(Work work, string use, string owner, string id, DateTimeOffset until, DateTimeOffset now)
    {
        var proof = SHA256.HashData(Encoding.UTF8.GetBytes($"{use}\0{owner}\0{id}"));
        await work.ExecuteAsync("""
            delete from used_proof where bank_code = @Tenant and proof_sha256 in (
              select proof_sha256 from used_proof where bank_code = @Tenant and forgotten_at < @now order by forgotten_at limit @Forgotten for update skip locked)
            """, new { work.Tenant, now, Forgotten });
        return await work.ExecuteAsync(
            "insert into used_proof (bank_code, proof_sha256, forgotten_at) values (@Tenant, @proof, @until) on conflict do nothing",
            new { work.Tenant, proof, until }) == 1;
    }
}
