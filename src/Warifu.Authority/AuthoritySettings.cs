using System.Net;
using Microsoft.Extensions.Logging;
using Warifu.Postgres.Cluster;
using Warifu.Tokens;
using Warifu.Web.Faces;

namespace Warifu.Authority;

/// <summary>What an authority needs to know to hold its ceremony, to work, and to serve.</summary>
public sealed record AuthoritySettings
{
    /// <summary>Its database under the usual names; the schema steps are those of this assembly.</summary>
    public PartyDatabase Database { get; init; } = PartyDatabase.Of("authority", typeof(AuthoritySettings).Assembly);

    /// <summary>Of the owner role: schema steps and the ceremony's registrations.</summary>
    public required string OwnerConnection { get; init; }

    /// <summary>Of the runtime role: everything else.</summary>
    public required string RuntimeConnection { get; init; }

    /// <summary>Where the ceremony leaves keys and certificates; only this user may enter it.</summary>
    public required string Folder { get; init; }

    /// <summary>Opens the key files; never logged.</summary>
    public required string Passphrase { get; init; }

    /// <summary>Null where no key is in a token.</summary>
    public TokenSettings? Token { get; init; }

    /// <summary>Who acts, for the record of acts.</summary>
    public string Operator { get; init; } = Environment.UserName;

    /// <summary>Plain HTTP: CRLs and certificates of authorities, signed by themselves.</summary>
    public IReadOnlyList<FaceAddress> StatusAddresses { get; init; } = [new("ports", "localhost", 7400)];

    /// <summary>Mutual TLS: the registration wire.</summary>
    public IReadOnlyList<FaceAddress> RegistrationAddresses { get; init; } = [new("ports", "localhost", 7401)];

    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>Load balancers in TCP mode before this node; each must send the PROXY protocol, version 2. No others are believed.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Action<ILoggingBuilder> Logging { get; init; } = static _ => { };
}
