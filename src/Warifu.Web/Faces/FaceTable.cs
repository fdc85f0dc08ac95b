namespace Warifu.Web.Faces;

/// <summary>All faces of one server process, by listener and server name.</summary>
public sealed class FaceTable
{
    private readonly Dictionary<(int Port, string HostName), (Face Face, FaceAddress Address)> byAddress = [];

    /// <exception cref="ArgumentException">Two faces claim the same address.</exception>
    public FaceTable(IReadOnlyList<Face> faces)
    {
        Faces = faces;
        foreach (var face in faces)
            foreach (var address in face.Addresses)
                if (!byAddress.TryAdd((address.Port, address.HostName.ToLowerInvariant()), (face, address)))
                    throw new ArgumentException($"Two faces claim {address.HostName}:{address.Port}.", nameof(faces));
    }

    public IReadOnlyList<Face> Faces { get; }

    public IEnumerable<int> Ports => byAddress.Keys.Select(key => key.Port).Distinct();

    /// <returns>Null for a name this port does not know; the handshake then fails.</returns>
    public (Face Face, FaceAddress Address)? Find(int port, string? hostName) =>
        byAddress.TryGetValue((port, (hostName ?? "").ToLowerInvariant()), out var found) ? found : null;

    public bool IsPlain(int port) => byAddress.Any(entry => entry.Key.Port == port && entry.Value.Face.Certificate is null);

    /// <summary>Another face of the same owner.</summary>
    public Face Sibling(Face face, string name) => Faces.Single(other => other.Owner == face.Owner && other.Name == name);
}
