using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Warifu.Bank.Notices;
using Warifu.Bank.Profiles;
using Warifu.Postgres.Secrets;
using Warifu.Web.Faces;

namespace Warifu.Bank;

/// <summary>What one bank server process needs to know.</summary>
public sealed record BankSettings
{
    /// <summary>Of the runtime role.</summary>
    public required string ConnectionString { get; init; }

    public required ServerKey Key { get; init; }

    /// <summary>One process serves many banks.</summary>
    public required IReadOnlyList<ServedBank> Banks { get; init; }

    /// <summary>Null: this process sends no mail; it stays in the outbox for one that does.</summary>
    public MailRelay? Relay { get; init; }

    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>Load balancers in TCP mode before this node; each must send the PROXY protocol, version 2. No others are believed.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Action<ILoggingBuilder> Logging { get; init; } = _ => { };
}

/// <summary>One bank of a process.</summary>
public sealed record ServedBank
{
    public required BankProfile Profile { get; init; }

    /// <summary>See <see cref="BankFaces.Of"/>.</summary>
    public required IReadOnlyList<Face> Faces { get; init; }

    /// <summary>To the Authority's registration face by mutual TLS with this bank's registration certificate; its base address is that face.</summary>
    public required HttpClient Registration { get; init; }

    /// <summary>Where the full CRL over its customers is published, read while the Authority's stream is silent; null: nowhere.</summary>
    public Uri? RevocationList { get; init; }

    /// <summary>The CA that issues this bank's certificates.</summary>
    public required X509Certificate2 IssuingAuthority { get; init; }

    /// <summary>The root above it, held by the bank from the ceremony on.</summary>
    public required X509Certificate2 Root { get; init; }
}
