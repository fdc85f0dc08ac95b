namespace Warifu.Authority.Ceremony;

/// <summary>The reviewed YAML file as it is written; <see cref="CeremonyReader"/> decides whether it holds.</summary>
internal sealed class CeremonyDescription
{
    /// <summary>http address under which certificates and CRLs are published, without a trailing slash.</summary>
    public string? PublishedAt { get; init; }

    public AuthorityDescription? Root { get; init; }

    public List<AuthorityDescription> Issuing { get; init; } = [];

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
