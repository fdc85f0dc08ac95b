using Warifu.Pki.Certificates;
using Warifu.Pki.Der;
using Warifu.Pki.Keys;

namespace Warifu.Pki.Status;

/// <summary>Answers for an authority with a certificate and key of its own, so that the authority's key signs no answers (RFC 6960, 4.2.2.2).</summary>
public sealed class Responder : IDisposable
{
    /// <param name="key">Owned from here on.</param>
    /// <exception cref="ArgumentException">Not a responder's certificate, or not its key.</exception>
    public Responder(Certificate certificate, IssuerKey key)
    {
        if (certificate.Body.Extensions.ExtendedKeyUsage is not [Oids.OcspSigning] || !key.Public.Info.Span.SequenceEqual(certificate.Key.Info.Span))
            throw new ArgumentException("A responder has a certificate for answers and its key.", nameof(certificate));
        (Certificate, Key) = (certificate, key);
        Id = CertificateId.Sha1(certificate.Key.Point.Span);
    }

    public Certificate Certificate { get; }

    internal IssuerKey Key { get; }

    /// <summary>ResponderID byKey: SHA-1 of the key's bits (RFC 6960, 4.2.1).</summary>
    internal ReadOnlyMemory<byte> Id { get; }

    public void Dispose() => Key.Dispose();
}
