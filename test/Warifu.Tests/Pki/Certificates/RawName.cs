using System.Formats.Asn1;

namespace Warifu.Tests.Pki.Certificates;

/// <summary>A distinguished name with whatever parts in whatever string type, sound or not.</summary>
internal static class RawName
{
    public static byte[] Of(params (string Type, string Text)[] parts) => Of(UniversalTagNumber.UTF8String, parts);

    public static byte[] Of(UniversalTagNumber form, params (string Type, string Text)[] parts)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var (type, text) in parts)
            {
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(type);
                    writer.WriteCharacterString(form, text);
                }
            }
        }

        return writer.Encode();
    }
}
