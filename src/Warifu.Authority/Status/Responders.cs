using System.Collections.Concurrent;
using System.Security.Cryptography;
using Npgsql;
using Warifu.Authority.Authorities;
using Warifu.Authority.Issuance;
using Warifu.Pki.Certificates;
using Warifu.Pki.Keys;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
using Warifu.Pki.Status;
using Warifu.Wire;

namespace Warifu.Authority.Status;

/// <summary>
/// This node's responder for each authority. Its key is born here, stays in memory and ends with the process; its certificate
/// goes through the same steps as every other (docs/issuance-cycle.md). It is made when it is first needed and anew when less
/// than a third of its life is left.
/// </summary>
internal sealed class Responders(Issuing issuing, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, Responder> current = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim making = new(1, 1);

    /// <exception cref="RefusedException">The authority itself ends before a responder could work.</exception>
    public async ValueTask<Responder> OfAsync(OpenAuthority authority, CancellationToken cancel)
    {
        if (Find(authority, Third) is { } ready)
            return ready;
        await making.WaitAsync(cancel);
        try
        {
            return Find(authority, Third) ?? (current[authority.Id] = await MakeAsync(authority, cancel));
        }
        catch (NpgsqlException) when (Find(authority, static _ => TimeSpan.Zero) is { } old)
        {
            // The database is away; what is not over yet still answers.
            return old;
        }
        finally
        {
            making.Release();
        }
    }

    /// <summary>Renews what is needed and near its end.</summary>
    public async Task RenewAsync(IEnumerable<OpenAuthority> authorities, CancellationToken cancel)
    {
        foreach (var authority in authorities.Where(authority => current.ContainsKey(authority.Id)))
            await OfAsync(authority, cancel);
    }

    public void Dispose()
    {
        foreach (var responder in current.Values)
            responder.Dispose();
        making.Dispose();
    }

    private static TimeSpan Third(Certificate certificate) => (certificate.NotAfter - certificate.NotBefore) / 3;

    private Responder? Find(OpenAuthority authority, Func<Certificate, TimeSpan> left) =>
        current.TryGetValue(authority.Id, out var found) && found.Certificate is var certificate
        && time.GetUtcNow() is var now && certificate.NotBefore <= now && now < certificate.NotAfter - left(certificate)
            ? found
            : null;

    private async Task<Responder> MakeAsync(OpenAuthority authority, CancellationToken cancel)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        try
        {
            var order = IssuanceOrder.OfResponder(authority, Guid.CreateVersion7(), SigningRequest.Make(key, Subject.Empty));
            var issued = await issuing.IssueAsync(order, time.GetUtcNow(), cancel);
            if (issued.Refusal is { } refusal)
                throw new RefusedException(refusal);
            return new Responder(Certificate.Read(issued.Value.Certificate).Value, new IssuerKey(key));
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
