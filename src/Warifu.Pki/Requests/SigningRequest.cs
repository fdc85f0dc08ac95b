using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Pki.Der;
using Warifu.Pki.Keys;
using Warifu.Pki.Names;
using Warifu.Wire;

namespace Warifu.Pki.Requests;

/// <summary>
/// A PKCS#10 request (RFC 2986) whose key is sound and whose sender holds the private half. Only <see cref="Read"/> makes one.
/// </summary>
public sealed class SigningRequest
{
    /// <summary>Three times the largest sound request (RSA 4096 with a long name).</summary>
    public const int MaximumLength = 16 * 1024;

    private SigningRequest(RequestParts parts) =>
        (Der, Key, SubjectDer, AsksForNames) = (parts.Whole, parts.Key, parts.Subject, parts.ExtensionTypes.Contains(Oids.SubjectAlternativeName));

    public ReadOnlyMemory<byte> Der { get; }

    public SubjectKey Key { get; }

    /// <summary>The name as the sender wrote it; nothing is certified from it.</summary>
    public ReadOnlyMemory<byte> SubjectDer { get; }

    /// <summary>The name as the sender wrote it; null when it has another shape than ours.</summary>
    public Subject? Subject => Subject.Read(SubjectDer);

    /// <summary>Whether it asks for a subjectAltName, which no holder's certificate has.</summary>
    public bool AsksForNames { get; }

    /// <summary>SHA-256 of the request: the same request again is the same octets.</summary>
    public byte[] Sha256 => SHA256.HashData(Der.Span);

    /// <summary>Reads one request in strict DER, with everything wrong in the refusal's detail.</summary>
    public static Outcome<SigningRequest> Read(ReadOnlyMemory<byte> der)
    {
        if (der.Length > MaximumLength)
            return SigningRequestRefusals.TooLarge;
        try
        {
            var parts = RequestParts.Read(der.ToArray());
            var findings = Findings.Of(RequestChecks.BeforeSignature, parts);
            if (findings.Count == 0)
                findings = Findings.Of([RequestChecks.Possession], parts);
            if (findings.Count > 0)
                return SigningRequestRefusals.Unsound.With(findings);
            return new SigningRequest(parts);
        }
        catch (AsnContentException)
        {
            return SigningRequestRefusals.Malformed;
        }
    }

    /// <summary>Makes a request for a key at hand, signed by it.</summary>
    /// <param name="subject"><see cref="Subject.Empty"/> where the bank does the naming.</param>
    public static byte[] Make(ECDsa key, Subject subject) =>
        new CertificateRequest(new X500DistinguishedName(subject.Encode()), key, HashAlgorithmName.SHA256).CreateSigningRequest();
}
