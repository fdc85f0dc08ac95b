using System.Formats.Asn1;
using Warifu.Pki.Certificates;
using Warifu.Pki.Der;

namespace Warifu.Pki.Status;

/// <summary>
/// A status request (RFC 6960, 4.1) in strict DER. What a requestor says of himself and his signature are not looked at:
/// answers are public.
/// </summary>
/// <param name="Certificates">1 to <see cref="MostCertificates"/>.</param>
/// <param name="Nonce">1 to 128 octets (RFC 9654, 2.1); null when none was sent.</param>
public sealed record OcspRequest(IReadOnlyList<CertificateId> Certificates, ReadOnlyMemory<byte>? Nonce)
{
    /// <summary>Octets. A request for one certificate takes about 80, with a nonce about 200.</summary>
    public const int Longest = 4096;

    /// <summary>RFC 5019, 2.1.1 asks for one; a chain is two.</summary>
    public const int MostCertificates = 8;

    private const int LongestNonce = 128;
    private static readonly Asn1Tag Field0 = Extensions.Outer0;
    private static readonly Asn1Tag Field1 = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag Field2 = new(TagClass.ContextSpecific, 2, isConstructed: true);

    /// <returns>Null for anything but a request within these bounds: the answer is then <see cref="OcspResponse.Malformed"/>.</returns>
    public static OcspRequest? Read(ReadOnlyMemory<byte> der)
    {
        if (der.Length > Longest)
            return null;
        try
        {
            StrictDer.Walk(der);
            return Parse(new AsnReader(der, AsnEncodingRules.DER));
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static OcspRequest Parse(AsnReader reader)
    {
        var whole = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        var body = whole.ReadSequence();
        if (Next(whole, Field0))
            whole.ReadEncodedValue();
        whole.ThrowIfNotEmpty();
        // Version 1 is the default, which DER leaves out; there is no other. So the first field is the name or the list.
        if (Next(body, Field1))
            body.ReadEncodedValue();
        var list = body.ReadSequence();
        var nonce = Next(body, Field2) ? NonceOf(body.ReadSequence(Field2)) : null;
        body.ThrowIfNotEmpty();

        var certificates = new List<CertificateId>();
        while (list.HasData && certificates.Count < MostCertificates)
            certificates.Add(One(list.ReadSequence()));
        list.ThrowIfNotEmpty();
        return certificates.Count > 0 ? new OcspRequest(certificates, nonce) : throw new AsnContentException("Nothing is asked.");
    }

    private static CertificateId One(AsnReader request)
    {
        var id = CertificateId.Read(request);
        if (Next(request, Field0))
            ReadExtensions(request.ReadSequence(Field0));
        request.ThrowIfNotEmpty();
        return id;
    }

    private static ReadOnlyMemory<byte>? NonceOf(AsnReader field)
    {
        if (ReadExtensions(field).Find(extension => extension.Oid == Oids.OcspNonce) is not { } found)
            return null;
        var value = new AsnReader(found.Value, AsnEncodingRules.DER);
        var nonce = value.ReadOctetString();
        value.ThrowIfNotEmpty();
        return nonce.Length is >= 1 and <= LongestNonce ? nonce : throw new AsnContentException("A nonce is 1 to 128 octets.");
    }

    /// <summary>An extension that must be understood and is not makes the request one we cannot answer.</summary>
    private static List<Extension> ReadExtensions(AsnReader field)
    {
        var sequence = field.ReadSequence();
        field.ThrowIfNotEmpty();
        var extensions = new List<Extension>();
        while (sequence.HasData)
            extensions.Add(Extension.Read(sequence));
        if (extensions.DistinctBy(extension => extension.Oid).Count() != extensions.Count
            || extensions.Exists(extension => extension.Critical && extension.Oid != Oids.OcspNonce))
            throw new AsnContentException("An extension stands twice, or is critical and unknown.");
        return extensions;
    }

    private static bool Next(AsnReader reader, Asn1Tag tag) => reader.HasData && reader.PeekTag().HasSameClassAndValue(tag);
}
