using System.Security.Cryptography;
using System.Text;
using Warifu.Postgres;

namespace Warifu.Bank.Clients;

/// <summary>Assertions and proofs that were taken: none is taken twice, on whatever node.</summary>
internal static class UsedProofs
{
    /// <param name="use">What it is, such as <c>assertion</c>.</param>
    /// <param name="owner">Client or key.</param>
    /// <param name="until">Refused for its age from then on, and so forgotten.</param>
    /// <returns>False when it was taken before.</returns>
    public static async Task<bool> TakeAsync(Work work, string use, string owner, string id, DateTimeOffset until)
    {
        var proof = SHA256.HashData(Encoding.UTF8.GetBytes($"{use}\0{owner}\0{id}"));
        return await work.ExecuteAsync(
            "insert into used_proof (bank_code, proof_sha256, forgotten_at) values (@Tenant, @proof, @until) on conflict do nothing",
            new { work.Tenant, proof, until }) == 1;
    }
}
