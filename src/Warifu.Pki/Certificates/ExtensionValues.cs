using System.Formats.Asn1;
using System.Net;
using Warifu.Pki.Der;
using Warifu.Pki.Profiles;

namespace Warifu.Pki.Certificates;

/// <summary>What the extensions of a certificate say; null where one is absent. Each throws <see cref="AsnContentException"/> for a value that is not its own.</summary>
internal sealed class ExtensionValues(IReadOnlyList<Extension> extensions)
{
    public IReadOnlyList<Extension> All => extensions;

    public ReadOnlyMemory<byte>? SubjectKeyIdentifier => Read<ReadOnlyMemory<byte>>(Oids.SubjectKeyIdentifier, reader => reader.ReadOctetString());

    public ReadOnlyMemory<byte>? AuthorityKeyIdentifier => Read<ReadOnlyMemory<byte>>(Oids.AuthorityKeyIdentifier, reader =>
    {
        var sequence = reader.ReadSequence();
        var identifier = sequence.ReadOctetString(Extensions.Inner0);
        sequence.ThrowIfNotEmpty();
        return identifier;
    });

    /// <summary>A bit we have no name for fails to decode.</summary>
    public KeyUsages? KeyUsage => Read(Oids.KeyUsage, reader => reader.ReadNamedBitListValue<KeyUsages>());

    /// <summary>Whether an authority, and its path length where it gives one.</summary>
    public (bool IsAuthority, int? PathLength)? BasicConstraints => Read<(bool, int?)>(Oids.BasicConstraints, reader =>
    {
        var sequence = reader.ReadSequence();
        var authority = sequence.HasData && sequence.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && sequence.ReadBoolean();
        int? length = null;
        if (sequence.HasData)
            length = sequence.TryReadInt32(out var number) && number >= 0 ? number : throw new AsnContentException("A path length is small and positive.");
        sequence.ThrowIfNotEmpty();
        return (authority, length);
    });

    public IReadOnlyList<string>? ExtendedKeyUsage => ReadList(Oids.ExtendedKeyUsage, reader => reader.ReadObjectIdentifier());

    public HostNames? SubjectAlternativeName
    {
        get
        {
            var found = ReadList<object>(Oids.SubjectAlternativeName, reader => reader.PeekTag() switch
            {
                var tag when tag.HasSameClassAndValue(Extensions.DnsName) => reader.ReadCharacterString(UniversalTagNumber.IA5String, Extensions.DnsName),
                var tag when tag.HasSameClassAndValue(Extensions.IpAddress) => Address(reader.ReadOctetString(Extensions.IpAddress)),
                _ => throw new AsnContentException("The profile names hosts by DNS name and address only."),
            });
            return found is null ? null : new HostNames([.. found.OfType<string>()], [.. found.OfType<IPAddress>()]);
        }
    }

    public IReadOnlyList<string>? CrlDistributionPoints => ReadList(Oids.CrlDistributionPoints, reader =>
    {
        var point = reader.ReadSequence();
        var name = point.ReadSequence(Extensions.Outer0);
        var full = name.ReadSequence(Extensions.Outer0);
        var address = full.ReadCharacterString(UniversalTagNumber.IA5String, Extensions.Uri);
        full.ThrowIfNotEmpty();
        name.ThrowIfNotEmpty();
        point.ThrowIfNotEmpty();
        return address;
    });

    public IReadOnlyList<(string Method, string Address)>? AuthorityInformation => ReadList(Oids.AuthorityInformationAccess, reader =>
    {
        var access = reader.ReadSequence();
        var method = access.ReadObjectIdentifier();
        var address = access.ReadCharacterString(UniversalTagNumber.IA5String, Extensions.Uri);
        access.ThrowIfNotEmpty();
        return (method, address);
    });

    public bool IsCritical(string oid) => Find(oid) is { Critical: true };

    private static IPAddress Address(byte[] octets) =>
        octets.Length is 4 or 16 ? new IPAddress(octets) : throw new AsnContentException("An address is 4 or 16 octets.");

    private Extension? Find(string oid) => extensions.FirstOrDefault(extension => extension.Oid == oid);

    private T? Read<T>(string oid, Func<AsnReader, T> read)
        where T : struct
    {
        if (Find(oid) is not { } extension)
            return null;
        var reader = new AsnReader(extension.Value, AsnEncodingRules.DER);
        var value = read(reader);
        reader.ThrowIfNotEmpty();
        return value;
    }

    private List<T>? ReadList<T>(string oid, Func<AsnReader, T> read)
    {
        if (Find(oid) is not { } extension)
            return null;
        var reader = new AsnReader(extension.Value, AsnEncodingRules.DER);
        var sequence = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        var list = new List<T>();
        while (sequence.HasData)
            list.Add(read(sequence));
        return list;
    }
}
