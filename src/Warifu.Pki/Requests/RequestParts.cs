using System.Formats.Asn1;
using Warifu.Pki.Certificates;
using Warifu.Pki.Der;
using Warifu.Pki.Keys;
using Warifu.Pki.Names;

namespace Warifu.Pki.Requests;

/// <summary>A request taken apart, nothing about it decided yet.</summary>
/// <param name="Signed">The CertificationRequestInfo: what the signature covers.</param>
/// <param name="Algorithm">Null for a signature algorithm that is none of ours.</param>
internal sealed record RequestParts(
    ReadOnlyMemory<byte> Whole,
    ReadOnlyMemory<byte> Signed,
    ReadOnlyMemory<byte> Subject,
    SubjectKey Key,
    SignatureAlgorithm? Algorithm,
    ReadOnlyMemory<byte> Signature)
{
    /// <summary>Types of the attributes, as they stand.</summary>
    public required IReadOnlyList<string> AttributeTypes { get; init; }

    /// <summary>Types of the extensions asked for (RFC 2985, 5.4.2), as they stand.</summary>
    public required IReadOnlyList<string> ExtensionTypes { get; init; }

    private static readonly Asn1Tag Attributes = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <exception cref="AsnContentException">Not exactly one request of RFC 2986, 4, in DER.</exception>
    public static RequestParts Read(ReadOnlyMemory<byte> der)
    {
        StrictDer.Walk(der);
        var reader = new AsnReader(der, AsnEncodingRules.DER);
        var request = reader.ReadSequence();
        reader.ThrowIfNotEmpty();

        var signed = request.PeekEncodedValue();
        var info = request.ReadSequence();
        if (!info.TryReadInt32(out var version) || version != 0)
            throw new AsnContentException("A request has version 0.");
        var subject = info.ReadEncodedValue();
        NameAttribute.ReadAll(subject);
        var key = SubjectKey.Read(info.ReadEncodedValue());
        var (attributes, extensions) = ReadAttributes(info.ReadSetOf(Attributes));
        info.ThrowIfNotEmpty();

        var algorithm = SignatureAlgorithm.Read(request);
        var signature = request.ReadBitString(out var unused);
        request.ThrowIfNotEmpty();
        if (unused != 0)
            throw new AsnContentException("A signature is whole octets.");
        return new RequestParts(der, signed, subject, key, algorithm, signature) { AttributeTypes = attributes, ExtensionTypes = extensions };
    }

    /// <summary>Attributes and extensions must be well formed; what they say is not certified.</summary>
    private static (IReadOnlyList<string> Attributes, IReadOnlyList<string> Extensions) ReadAttributes(AsnReader attributes)
    {
        List<string> types = [], extensions = [];
        while (attributes.HasData)
        {
            var attribute = attributes.ReadSequence();
            var type = attribute.ReadObjectIdentifier();
            types.Add(type);
            var values = attribute.ReadSetOf();
            attribute.ThrowIfNotEmpty();
            if (type == Oids.ExtensionRequest)
                extensions.AddRange(ReadExtensions(values));
        }

        return (types, extensions);
    }

    private static List<string> ReadExtensions(AsnReader values)
    {
        var (extensions, types) = (values.ReadSequence(), new List<string>());
        values.ThrowIfNotEmpty();
        while (extensions.HasData)
            types.Add(Extension.Read(extensions).Oid);
        return types;
    }
}
