using System.Net;
using Microsoft.Extensions.Logging;
using Warifu.Postgres.Secrets;
using Warifu.Web.Faces;

namespace Warifu.Hub;

/// <summary>What the hub needs to run; two nodes with the same settings are one hub.</summary>
/// <param name="ConnectionString">Of the runtime role of <see cref="HubServer.Database"/>.</param>
/// <param name="Faces">One face named <see cref="HubFaces.Web"/> and one named <see cref="HubFaces.Agents"/>, both of <see cref="HubFaces.Owner"/>.</param>
public sealed record HubSettings(
    string ConnectionString, ServerKey Key, FaceTable Faces, IPAddress Listen, TimeProvider Time, Action<ILoggingBuilder> Logging)
{
    /// <summary>Load balancers in TCP mode before this node; each must send the PROXY protocol, version 2. No others are believed.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>Where the installer of the connector is downloaded; null where the office gets it from its administrator.</summary>
    public Uri? ConnectorDownload { get; init; }

    /// <summary>Sites of banks by code, for 連携サービスのサイト.</summary>
    public IReadOnlyDictionary<string, Uri> BankSites { get; init; } = new Dictionary<string, Uri>();
}

/// <summary>The faces of the hub.</summary>
public static class HubFaces
{
    public const string Owner = "hub";

    /// <summary>Pages for members; no client certificate is asked for.</summary>
    public const string Web = "web";

    /// <summary>The agent wire; asks for the agent's certificate.</summary>
    public const string Agents = "agents";
}
