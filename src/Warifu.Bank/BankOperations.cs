using Warifu.Bank.Accounts;
using Warifu.Bank.Certificates;
using Warifu.Bank.Clients;
using Warifu.Bank.Enrolment;
using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Bank.Staff;
using Warifu.Bank.Users;
using Warifu.Pki.Certificates;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Bank;

/// <summary>What the bank's operator does outside of any page: the <c>warifu</c> command composes these.</summary>
public sealed class BankOperations : IAsyncDisposable
{
    private readonly Database database;
    private readonly Dictionary<BankCode, BankProfile> profiles;
    private readonly ContractMaking contracts;
    private readonly StatementImport imports;
    private readonly RevocationByStaff revocations;
    private readonly EnrolmentCredentialMaking credentials;
    private readonly StaffAdmission staff;
    private readonly Wakeup wakeup;

    /// <param name="connectionString">Of the runtime role.</param>
    public BankOperations(string connectionString, IReadOnlyList<BankProfile> profiles, TimeProvider time)
    {
        database = new Database(connectionString, time);
        this.profiles = profiles.ToDictionary(profile => profile.Code);
        var passwords = new Passwords();
        contracts = new ContractMaking(database, passwords);
        credentials = new EnrolmentCredentialMaking(database, passwords);
        imports = new StatementImport(database);
        staff = new StaffAdmission(database);
        wakeup = new Wakeup(database);
        revocations = new RevocationByStaff(database, new JobQueue(wakeup));
    }

    /// <summary>Registers a customer company. Doing it again adds what is missing and changes nothing else.</summary>
    /// <param name="first">By login ID.</param>
    /// <returns>How many users and accounts were new.</returns>
    public Task<Outcome<int>> MakeContractAsync(
        BankCode bank, NewContract contract, IReadOnlyDictionary<string, FirstPasswords> first, CancellationToken cancel = default) =>
        contracts.RunAsync(profiles[bank], contract, first, cancel);

    /// <summary>Takes a 全銀 03 file into the accounts of a bank, all of it or nothing. Taking it twice adds nothing.</summary>
    public Task<Outcome<ImportedStatement>> ImportStatementAsync(BankCode bank, ReadOnlyMemory<byte> file, CancellationToken cancel = default) =>
        imports.RunAsync(bank, file, cancel);

    /// <summary>Revokes the certificate of a user on application form. The running server refuses it from now on and tells the Authority.</summary>
    /// <returns>Its serial number.</returns>
    public Task<Outcome<SerialNumber>> RevokeCertificateAsync(
        BankCode bank, string loginId, RevocationReason reason, CancellationToken cancel = default) =>
        revocations.RunAsync(profiles[bank], loginId, reason, cancel);

    /// <summary>
    /// Makes the secret with which a program obtains the first certificate of a user by EST, once and until it expires. One made
    /// before is good for nothing from then on. Only its hash is kept.
    /// </summary>
    public Task<Outcome<NewEnrolmentCredential>> MakeEnrolmentCredentialAsync(BankCode bank, string loginId, CancellationToken cancel = default) =>
        credentials.RunAsync(profiles[bank], loginId, cancel);

    /// <summary>Enters a member of staff with his certificate, or another certificate of his, or other roles.</summary>
    /// <param name="issuing">The authority that issued it, in DER.</param>
    /// <returns>False when all of it was there already.</returns>
    public async Task<Outcome<bool>> AdmitStaffAsync(
        BankCode bank, NewStaff member, ReadOnlyMemory<byte> certificate, ReadOnlyMemory<byte> issuing, ReadOnlyMemory<byte> root, CancellationToken cancel = default)
    {
        var (leaf, above, top) = (Certificate.Read(certificate), Certificate.Read(issuing), Certificate.Read(root));
        return (leaf.Refusal ?? above.Refusal ?? top.Refusal) is { } unreadable ? unreadable
            : await staff.RunAsync(bank, member, leaf.Value, above.Value, top.Value, cancel);
    }

    /// <summary>A member of staff is refused from his next request on.</summary>
    /// <returns>False when there is none of this ID.</returns>
    public Task<bool> WithdrawStaffAsync(BankCode bank, string staffId, CancellationToken cancel = default) => staff.WithdrawAsync(bank, staffId, cancel);

    /// <summary>Registers a service that customers may link, or what changed of it.</summary>
    /// <param name="registration">YAML, as in <c>samples/clients/</c>.</param>
    /// <returns>Its client_id.</returns>
    public async Task<Outcome<string>> RegisterClientAsync(BankCode bank, string registration, CancellationToken cancel = default)
    {
        var client = ClientFile.Read(registration);
        if (client.Refusal is { } refusal)
            return refusal;
        await database.InTenantAsync(bank.Value, async work =>
        {
            await ClientRegistration.WriteAsync(work, client.Value, database.Time.GetUtcNow());
            await new HistoryEntry(null, HistoryEntry.Staff, null).WriteAsync(work, Act.ClientRegistered, client.Value.ClientId, database.Time.GetUtcNow());
        }, cancel);
        return client.Value.ClientId;
    }

    public Task<IReadOnlyList<RegisteredClient>> ClientsAsync(BankCode bank, CancellationToken cancel = default) =>
        database.InTenantAsync<IReadOnlyList<RegisteredClient>>(bank.Value, async work =>
        [
            .. (await ApiClient.AllAsync(work)).Select(client => new RegisteredClient(
                client.ClientId, client.Name, client.Company, ClientWords.Name(client.Authentication), client.Sandbox, client.Stands)),
        ], cancel);

    /// <summary>Nothing of the service is taken from now on; its links stand again when it does.</summary>
    /// <returns>False when none of this client_id stands.</returns>
    public Task<bool> StopClientAsync(BankCode bank, string clientId, CancellationToken cancel = default) =>
        database.InTenantAsync(bank.Value, async work =>
        {
            if (!await ClientRegistration.StopAsync(work, clientId))
                return false;
            await new HistoryEntry(null, HistoryEntry.Staff, null).WriteAsync(work, Act.ClientStopped, clientId, database.Time.GetUtcNow());
            return true;
        }, cancel);

    /// <summary>Walks the chain over a bank's history from its beginning.</summary>
    /// <param name="earlier">A head kept from an earlier walk; null when there is none.</param>
    /// <returns>Refused with the first place that does not hold.</returns>
    public Task<Outcome<ProvenHistory>> VerifyHistoryAsync(BankCode bank, HistoryHead? earlier, CancellationToken cancel = default) =>
        database.InTenantAsync<Outcome<ProvenHistory>>(bank.Value, async work =>
        {
            var verified = await HistoryChain.VerifyAsync(work, earlier);
            return verified.Refusal is { } refusal ? refusal
                : new ProvenHistory(bank, verified.Value.Place, verified.Value.Sha256, await HistoryChain.WaitingAsync(work));
        }, cancel);

    public async ValueTask DisposeAsync()
    {
        wakeup.Dispose();
        await database.DisposeAsync();
    }
}
