using Warifu.Pki.Der;
using Warifu.Pki.Keys;

namespace Warifu.Pki.Profiles;

/// <summary>The kinds of certificate Warifu makes.</summary>
public static class KnownProfiles
{
    private static readonly KeyKind[] AuthorityKeys = [KeyKind.P256, KeyKind.P384];

    /// <summary>20 years with their leap days; nothing stands above it to point to.</summary>
    public static Profile Root { get; } = new("root", 7305, AuthorityKeys, KeyUsages.KeyCertSign | KeyUsages.CrlSign)
    {
        PathLength = 1,
        PointsToIssuer = false,
    };

    /// <summary>An issuing authority directly under the root; 10 years.</summary>
    public static Profile Issuing { get; } = new("issuing", 3653, AuthorityKeys, KeyUsages.KeyCertSign | KeyUsages.CrlSign)
    {
        PathLength = 0,
    };

    /// <summary>電子証明書 of a bank's customer. 1,096 days: three years, the longest a bank's profile may ask for.</summary>
    public static Profile Client { get; } = new("client", 1096, [KeyKind.P256, KeyKind.Rsa], KeyUsages.DigitalSignature)
    {
        Purposes = [Oids.ClientAuthentication],
    };

    /// <summary>A face of a server. 398 days: the longest browsers accept.</summary>
    public static Profile Server { get; } = new("server", 398, [KeyKind.P256, KeyKind.P384], KeyUsages.DigitalSignature)
    {
        Purposes = [Oids.ServerAuthentication],
        NamesHosts = true,
    };

    /// <summary>A bank on the registration wire, its staff, or another program of ours as a TLS client; two years.</summary>
    public static Profile Wire { get; } = new("wire", 731, [KeyKind.P256, KeyKind.P384], KeyUsages.DigitalSignature)
    {
        Purposes = [Oids.ClientAuthentication],
    };

    /// <summary>
    /// What answers for an authority on the status of its certificates. It cannot be revoked (nocheck), so it lives 30 days, and
    /// points nowhere.
    /// </summary>
    public static Profile Responder { get; } = new("responder", 30, [KeyKind.P256], KeyUsages.DigitalSignature)
    {
        Purposes = [Oids.OcspSigning],
        PointsToIssuer = false,
    };

    /// <summary>The profile of an intent stored under its name.</summary>
    /// <exception cref="ArgumentException">No such profile.</exception>
    public static Profile Named(string name) =>
        new[] { Root, Issuing, Client, Server, Wire, Responder }.FirstOrDefault(profile => profile.Name == name)
        ?? throw new ArgumentException($"No profile is named {name}.", nameof(name));
}
