using Warifu.Postgres;
using Warifu.Postgres.Sharing;

namespace Warifu.Bank.Consents.Tokens;

/// <summary>
/// What clients show, looked up by its hash as it stands at this moment: tokens and codes. Requests that wait for the database at the same time share a read,
/// which begins after each of them asked; so what was withdrawn before is refused, on whatever connection.
/// </summary>
internal sealed class ShownSecrets(Database database)
{
    private readonly TenantReads<string, TokenStanding> tokens = new((bank, hashes) => TokenStanding.ReadAsync(database, bank, hashes));
    private readonly TenantReads<string, RedeemableCode> codes = new((bank, hashes) => RedeemableCode.ReadAsync(database, bank, hashes));

    public Task<TokenStanding?> TokenAsync(string bank, string token, CancellationToken cancel) => tokens.AskAsync(bank, Hash(token), cancel);

    public Task<RedeemableCode?> CodeAsync(string bank, string code, CancellationToken cancel) => codes.AskAsync(bank, Hash(code), cancel);

    private static string Hash(string secret) => Convert.ToHexStringLower(Consent.HashOf(secret));
}
