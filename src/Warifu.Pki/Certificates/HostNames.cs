using System.Net;

namespace Warifu.Pki.Certificates;

/// <summary>The names under which a server is reached.</summary>
public sealed record HostNames(IReadOnlyList<string> Names, IReadOnlyList<IPAddress> Addresses)
{
    public static HostNames None { get; } = new([], []);

    public bool IsEmpty => Names.Count == 0 && Addresses.Count == 0;
}
