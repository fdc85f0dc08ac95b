using System.Collections.Concurrent;

namespace Warifu.Postgres.Sharing;

/// <summary><see cref="SharedReads{TKey, TValue}"/> of each tenant: what one asks shares a read with what others of the same tenant ask.</summary>
/// <param name="read">By tenant and keys.</param>
public sealed class TenantReads<TKey, TValue>(Func<string, TKey[], Task<Dictionary<TKey, TValue>>> read)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<string, SharedReads<TKey, TValue>> tenants = new(StringComparer.Ordinal);

    /// <returns>The default for a key nothing is known about.</returns>
    public Task<TValue?> AskAsync(string tenant, TKey key, CancellationToken cancel) =>
        tenants.GetOrAdd(tenant, owner => new(keys => read(owner, keys))).AskAsync(key, cancel);
}
