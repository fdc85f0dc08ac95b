namespace Warifu.Authority.Ceremony;

/// <summary>The reviewed YAML file as it is written; <see cref="CeremonyReader"/> decides whether it holds.</summary>
internal sealed class CeremonyDescription
{
    /// <summary>http address under which certificates and CRLs are published, without a trailing slash.</summary>
    public string? PublishedAt { get; init; }

    /// <summary>In every ceremony but the first: the root that stands. It signs, or a new root takes over from it.</summary>
    public string? StandingRoot { get; init; }

    public AuthorityDescription? Root { get; init; }

    public List<AuthorityDescription> Issuing { get; init; } = [];

    public List<CrossDescription> CrossSigned { get; init; } = [];

    public List<RevokedDescription> Revoked { get; init; } = [];

    /// <summary>A second certificate for the name and key of an issuing authority, signed by the other root.</summary>
    internal sealed class CrossDescription
    {
        public string? Id { get; init; }

        /// <summary>An issuing authority of this ceremony, or one that stands.</summary>
        public string? Authority { get; init; }

        /// <summary>A root.</summary>
        public string? By { get; init; }
    }

    /// <summary>An issuing authority, or a cross-certificate, that the standing root revokes.</summary>
    internal sealed class RevokedDescription
    {
        public string? Authority { get; init; }

        /// <summary>As RFC 5280 writes it: <c>cACompromise</c>, <c>superseded</c> and so on.</summary>
        public string? Reason { get; init; }
    }

    internal sealed class AuthorityDescription
    {
        public string? Id { get; init; }

        /// <summary><c>customers</c> or <c>wire</c>; absent for the root.</summary>
        public string? Role { get; init; }

        /// <summary>The bank whose customers it certifies.</summary>
        public string? Bank { get; init; }

        public SubjectDescription? Subject { get; init; }

        /// <summary><c>P-256</c> or <c>P-384</c>.</summary>
        public string? Key { get; init; }

        /// <summary>Label of the PKCS#11 token the key is made in; absent: a file under the passphrase.</summary>
        public string? Token { get; init; }

        public int ValidYears { get; init; }

        public int PathLength { get; init; } = -1;

        /// <summary>Only where a responder answers.</summary>
        public string? Ocsp { get; init; }
    }

    internal sealed class SubjectDescription
    {
        public string? Country { get; init; }

        public string? Organisation { get; init; }

        public string? Unit { get; init; }

        public string? CommonName { get; init; }
    }
}
