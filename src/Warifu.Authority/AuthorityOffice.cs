using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Warifu.Authority.Authorities;
using Warifu.Authority.Ceremony;
using Warifu.Authority.Issuance;
using Warifu.Authority.Log;
using Warifu.Authority.Registration;
using Warifu.Authority.Revocation;
using Warifu.Authority.Status;
using Warifu.Pki.Certificates;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Authority;

/// <summary>
/// The authority at work, without a server around it: what its operator does by command, and what <see cref="AuthorityServer"/>
/// serves. It holds the issuing keys open until it is closed.
/// </summary>
public sealed class AuthorityOffice : IAsyncDisposable
{
    private readonly string by;

    private AuthorityOffice(Database database, OpenAuthorities authorities, AuthoritySettings settings, ILoggerFactory logs)
    {
        (Database, Authorities, by) = (database, authorities, settings.Operator);
        Issuing = new Issuing(database, authorities, logs.CreateLogger<Issuing>());
        Memory = new OcspMemory(database.Time);
        Wakeup = new Wakeup(database);
        var changes = new StatusChanges(Memory, Wakeup);
        Revoking = new Revoking(database, changes, logs.CreateLogger<Revoking>());
        Suspending = new Suspending(database, changes, logs.CreateLogger<Suspending>());
        Crls = new CrlPublication(database, authorities);
        Sequencing = new LogSequencing(database);
        Published = new PublishedCheckpoints(database, new CeremonyFolder(settings.Folder));
        LogProofs = new LogProofs(database);
        Responders = new Responders(Issuing, database.Time);
        Answers = new OcspAnswers(database, authorities, Responders);
        Registrations = new RegistrationCertificates(database, authorities, by, logs.CreateLogger<RegistrationCertificates>());
    }

    /// <summary>What everyone who trusts this house holds.</summary>
    public Certificate Root => Authorities.Root;

    /// <summary>The issuing authority of servers, banks on the wire and staff.</summary>
    public Certificate WireAuthority => Authorities.Wire.Certificate;

    internal Database Database { get; }

    internal OpenAuthorities Authorities { get; }

    internal Issuing Issuing { get; }

    internal Wakeup Wakeup { get; }

    internal Revoking Revoking { get; }

    internal Suspending Suspending { get; }

    internal CrlPublication Crls { get; }

    internal LogSequencing Sequencing { get; }

    internal PublishedCheckpoints Published { get; }

    internal LogProofs LogProofs { get; }

    internal Responders Responders { get; }

    internal OcspAnswers Answers { get; }

    internal OcspMemory Memory { get; }

    internal RegistrationCertificates Registrations { get; }

    /// <summary>Brings the schema up to date and opens the issuing keys.</summary>
    /// <exception cref="RefusedException">The ceremony was not held, or the passphrase is wrong.</exception>
    public static async Task<AuthorityOffice> OpenAsync(
        AuthoritySettings settings, ILoggerFactory? logs = null, CancellationToken cancel = default)
    {
        await SchemaSteps.ApplyAsync(settings.Database, settings.OwnerConnection, settings.Time, cancel);
        var database = new Database(settings.RuntimeConnection, settings.Time);
        try
        {
            var office = new AuthorityOffice(database, await OpenAuthorities.OpenAsync(settings, database, cancel), settings, logs ?? NullLoggerFactory.Instance);
            if (await office.Published.CompareAsync(office.Authorities, cancel) is not { } behind)
                return office;
            office.Authorities.Dispose();
            throw new RefusedException(behind);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>The issuing authority for a bank's customers; null when the ceremony made none.</summary>
    public Certificate? AuthorityOf(BankCode bank) => Authorities.OfCustomers(bank)?.Certificate;

    /// <summary>A TLS server certificate. It keeps real time, whatever clock the house runs by.</summary>
    /// <param name="bank">Whose server it is; null for the operator's own.</param>
    /// <param name="requestKey">The same key answers the same certificate.</param>
    /// <param name="csr">PKCS#10, DER.</param>
    public Task<Outcome<IssuedCertificate>> IssueServerAsync(
        BankCode? bank, Guid requestKey, byte[] csr, string commonName, HostNames hosts, CancellationToken cancel = default)
    {
        if (hosts.IsEmpty)
            throw new ArgumentException("A server is named by its hosts.", nameof(hosts));
        var order = IssuanceOrder.OfWire(bank ?? IssuanceOrder.Operator, Authorities.Wire, requestKey, commonName, hosts, csr);
        return Issuing.IssueAsync(order, TimeProvider.System.GetUtcNow(), cancel);
    }

    /// <summary>A TLS client certificate of the wire's authority, such as a member of staff's. It opens nothing by itself.</summary>
    public Task<Outcome<IssuedCertificate>> IssueWireClientAsync(
        BankCode bank, Guid requestKey, byte[] csr, string commonName, CancellationToken cancel = default) =>
        Issuing.IssueAsync(
            IssuanceOrder.OfWire(bank, Authorities.Wire, requestKey, commonName, HostNames.None, csr), Database.Time.GetUtcNow(), cancel);

    /// <summary>Issues a bank's registration certificate and enters it in the register; the same request key changes nothing.</summary>
    public async Task<Outcome<IssuedCertificate>> RegisterBankAsync(
        BankCode bank, Guid requestKey, byte[] csr, CancellationToken cancel = default)
    {
        var issued = await IssueWireClientAsync(bank, requestKey, csr, $"registration {bank}", cancel);
        if (issued.Refusal is not null)
            return issued;
        var admitted = await AdmitBankAsync(bank, issued.Value.Certificate, cancel);
        return admitted.Refusal is { } refusal ? refusal : issued;
    }

    /// <summary>Enters a registration certificate, issued earlier by the wire's authority, for a bank.</summary>
    /// <param name="der">The certificate.</param>
    public async Task<Outcome<Certificate>> AdmitBankAsync(BankCode bank, byte[] der, CancellationToken cancel = default)
    {
        var read = Certificate.Read(der);
        return read.Refusal is { } refusal ? refusal : await Registrations.AdmitAsync(bank, read.Value, cancel);
    }

    /// <summary>A registration certificate opens nothing from the next request on.</summary>
    public Task WithdrawBankAsync(BankCode bank, byte[] certificateSha256, CancellationToken cancel = default) =>
        Registrations.WithdrawAsync(bank, certificateSha256, cancel);

    /// <summary>Revokes a certificate for good; the bank learns of it by its stream. Revoking twice answers the first revocation.</summary>
    public Task<Outcome<CertificateEntry>> RevokeAsync(
        BankCode bank, SerialNumber serial, RevocationReason reason, CancellationToken cancel = default) =>
        Revoking.RevokeAsync(bank, serial, reason, cancel, by);

    /// <summary>Puts a certificate on hold until it is resumed.</summary>
    /// <param name="requestKey">The same key asks once, whatever happened since.</param>
    public Task<Outcome<CertificateEntry>> SuspendAsync(
        BankCode bank, SerialNumber serial, Guid requestKey, CancellationToken cancel = default) =>
        Suspending.SuspendAsync(bank, serial, requestKey, cancel, by);

    /// <summary>Takes a certificate off hold.</summary>
    /// <param name="requestKey">The same key asks once, whatever happened since.</param>
    public Task<Outcome<CertificateEntry>> ResumeAsync(
        BankCode bank, SerialNumber serial, Guid requestKey, CancellationToken cancel = default) =>
        Suspending.ResumeAsync(bank, serial, requestKey, cancel, by);

    /// <summary>Where the full CRL over a bank's customers is published; null when the ceremony made no authority for it.</summary>
    public Uri? RevocationListOf(BankCode bank) => Authorities.OfCustomers(bank)?.Issuer.Addresses?.Crl;

    public async ValueTask DisposeAsync()
    {
        Responders.Dispose();
        Wakeup.Dispose();
        Authorities.Dispose();
        await Database.DisposeAsync();
    }
}
