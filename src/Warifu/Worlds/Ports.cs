using System.Net.NetworkInformation;

namespace Warifu.Worlds;

/// <summary>Ports of a world, from a base on; 7400 unless several worlds run side by side.</summary>
internal sealed record Ports(int Base)
{
    public static Ports Usual { get; } = new(7400);

    public static IEnumerable<int> All => Usual.Mine;

    public int AuthorityStatus => Base;

    public int AuthorityRegistration => Base + 1;

    /// <summary>All faces of all banks, by their real names.</summary>
    public int BankNames => Base + 40;

    public int HubWeb => Base + 51;

    public int HubAgents => Base + 52;

    /// <summary>SMTP, for whatever the banks send.</summary>
    public int Mail => Base + 60;

    private IEnumerable<int> Mine => [AuthorityStatus, AuthorityRegistration, .. Enumerable.Range(Base + 11, 4), .. Enumerable.Range(Base + 21, 4), .. Enumerable.Range(Base + 31, 4), BankNames, HubWeb, HubAgents, Mail];

    /// <summary>A base whose ports are all free now.</summary>
    public static Ports Free()
    {
        for (var at = 21_000; at < 31_000; at += 100)
            if (new Ports(at) is var ports && !ports.Mine.Any(IsTaken))
                return ports;
        throw new InvalidOperationException("No free range of ports.");
    }

    public static bool IsTaken(int port) =>
        IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port);
}
