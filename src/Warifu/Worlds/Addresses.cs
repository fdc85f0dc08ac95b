using Warifu.Bank.Profiles;
using Warifu.Web.Faces;

namespace Warifu.Worlds;

/// <summary>Where the parties of a world are reached: by ports on localhost, and by their real names on one port.</summary>
internal sealed record Addresses(Ports Ports)
{
    public const string HubHost = "hub.warifu.test";
    public const string AgentsHost = "agents.warifu.test";

    public Uri Authority => Local("http", Ports.AuthorityStatus);

    public Uri AuthorityRegistration => Local("https", Ports.AuthorityRegistration);

    public Uri BankWww => Local("https", Ports.Base + 21);

    public Uri BankCert => Local("https", Ports.Base + 22);

    public Uri Hub => Local("https", Ports.HubWeb);

    public Uri HubAgents => Local("https", Ports.HubAgents);

    public IReadOnlyList<FaceAddress> HubWebFaces => [new("ports", "localhost", Ports.HubWeb), new("names", HubHost, Ports.HubWeb)];

    public IReadOnlyList<FaceAddress> HubAgentFaces => [new("ports", "localhost", Ports.HubAgents), new("names", AgentsHost, Ports.HubAgents)];

    /// <summary>A face of a bank by its port on localhost.</summary>
    /// <param name="placed">As <see cref="Placed"/> gives it.</param>
    public static Uri Of(BankProfile placed, string face) => Local("https", placed.Faces[face].Port);

    /// <summary>A profile whose ports are this world's.</summary>
    public BankProfile Placed(BankProfile profile) => profile with
    {
        Faces = profile.Faces.ToDictionary(face => face.Key, face => face.Value with { Port = face.Value.Port - Ports.Usual.Base + Ports.Base }),
    };

    private static Uri Local(string scheme, int port) => new($"{scheme}://localhost:{port}");
}
