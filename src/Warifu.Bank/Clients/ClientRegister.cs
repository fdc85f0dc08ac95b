using Warifu.Postgres;
using Warifu.Postgres.Sharing;

namespace Warifu.Bank.Clients;

/// <summary>The register of services, read for each request; requests that wait for the database at the same time share a read.</summary>
internal sealed class ClientRegister(Database database)
{
    private readonly TenantReads<string, ApiClient> clients = new((bank, ids) => ApiClient.ReadAsync(database, bank, ids));

    public Task<ApiClient?> FindAsync(string bank, string clientId, CancellationToken cancel) => clients.AskAsync(bank, clientId, cancel);
}
