using Warifu.Pki.Keys;

namespace Warifu.Authority.Authorities;

/// <summary>Open keys of authorities, by id; closing it closes them.</summary>
internal sealed class KeyRing : IDisposable
{
    private readonly Dictionary<string, IssuerKey> keys = [];

    public IssuerKey this[string authority] => keys[authority];

    public void Add(string authority, IssuerKey key) => keys.Add(authority, key);

    public void Dispose()
    {
        foreach (var key in keys.Values)
            key.Dispose();
    }
}
