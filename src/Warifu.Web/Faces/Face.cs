using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Warifu.Web.Faces;

/// <summary>What a face says about client certificates in the handshake.</summary>
public enum ClientCertificates
{
    /// <summary>None is asked for.</summary>
    NotAsked,

    /// <summary>One is asked for; a request may come without. Whether it counts is decided per request, by the register.</summary>
    Asked,
}

/// <summary>
/// Where a face is reached. The addresses of one set belong together: a page reached by a real name links to real names,
/// one reached through a port on localhost to ports.
/// </summary>
/// <param name="Set">Such as <c>names</c> or <c>ports</c>.</param>
/// <param name="HostName">Server name in the handshake and in <c>Host</c>, lower case.</param>
public sealed record FaceAddress(string Set, string HostName, int Port)
{
    public string Origin(bool tls) => tls ? $"https://{HostName}:{Port}" : $"http://{HostName}:{Port}";
}

/// <summary>
/// One way a party shows itself: a bank's <c>www</c>, <c>cert</c>, <c>api</c>, <c>staff</c>; the hub's <c>web</c> and <c>agents</c>.
/// It is chosen by listener and TLS server name.
/// </summary>
public sealed record Face
{
    /// <summary>The role, such as <c>cert</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whose face it is: a bank code, or the party's own name.</summary>
    public required string Owner { get; init; }

    public required IReadOnlyList<FaceAddress> Addresses { get; init; }

    /// <summary>Null: plain HTTP, for what is signed by itself (CRL, CA certificates).</summary>
    public SslStreamCertificateContext? Certificate { get; init; }

    public ClientCertificates ClientCertificates { get; init; }

    /// <summary>The CAs named in the handshake, so that a browser offers only certificates that can be meant.</summary>
    public IReadOnlyList<X509Certificate2> AcceptableIssuers { get; init; } = [];

    public string OriginLike(FaceAddress here) =>
        (Addresses.FirstOrDefault(address => address.Set == here.Set) ?? Addresses[0]).Origin(Certificate is not null);
}
